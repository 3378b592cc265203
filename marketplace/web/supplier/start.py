"""What waits for a supplier."""

from typing import Final

from flask import Blueprint

blueprint: Final = Blueprint("supplier", __name__, url_prefix="/supplier", template_folder="../templates")
