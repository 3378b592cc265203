"""What waits for an officer."""

from typing import Final

from flask import Blueprint

blueprint: Final = Blueprint("staff", __name__, url_prefix="/office", template_folder="../templates")
