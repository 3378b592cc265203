"""Sales: the append-only facts of what was sold, to whom, through which channel, and which roster version shares it.

A row is never changed or deleted (a trigger refuses it). A return is a new row with the opposite sign that names the
row it takes back and uses its roster version; a correction negates a row in full so that it can be stated anew as the
next generation of the same source key. Live rows are unique by source key and by seller, invoice and line. A sale that
looks like one from another source waits for a person. Pool = household share × amount, half up to the fen, per sale.
"""
