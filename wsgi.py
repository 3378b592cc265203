"""The application that gunicorn serves and `flask` commands load."""

from config import Config
from marketplace.factory import create_app

app = create_app(Config.from_environment())
