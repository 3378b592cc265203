"""Drills: the running program is hurried, killed, fed rubbish, spied on, moved and kept busy, and what went wrong is
counted.

Each drill starts the real thing: web server and worker as `flask serve` starts them, on an embedded PostgreSQL in a
folder of its own. It ends with rows of what was done, how often, and what was found; a count that is not nought where
it must be makes the drill fail. `docs/drills.md` explains each of them and holds the last counts.
"""

from tests.drills import fuzz, kill, outsider, races, restore, soak

DRILLS = {drill.NAME: drill for drill in (races, kill, fuzz, outsider, restore, soak)}
