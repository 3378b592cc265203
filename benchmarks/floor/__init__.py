"""The floor: the least that could be done for the same bytes and rows, in a bare Flask application.

Nobody is asked who they are, nothing is checked, no header is set, and every statement is written by hand for psycopg
on one connection that a worker keeps. It is served as the program is, and reads and writes the same database.
"""

from flask import Flask

from benchmarks.floor import browsing, ordering, pages

app = Flask("benchmarks.floor")
app.register_blueprint(browsing.blueprint)
app.register_blueprint(ordering.blueprint)
app.register_blueprint(pages.blueprint)
