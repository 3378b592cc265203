-- Sends the prepared requests of a file in turn; a row of sixteen # becomes a number that no other sending has.
local requests, count, sent = {}, 0, 0

function init(arguments)
    local file = assert(io.open(arguments[1], "rb"))
    for length in file:lines() do
        count = count + 1
        requests[count] = file:read(tonumber(length))
    end
    sent = tonumber(arguments[2])
end

function request()
    sent = sent + 1
    return (requests[sent % count + 1]:gsub("################", string.format("%016d", sent), 1))
end
