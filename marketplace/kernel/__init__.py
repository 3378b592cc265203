"""Pure building blocks of every area: money, allocation, errors, days, identifiers, intervals, actors.

Nothing here knows a database, a web framework or the time; everything is a value or a function of values.
"""
