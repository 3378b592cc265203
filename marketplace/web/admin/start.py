"""Where an administrator begins."""

from typing import Final

from flask import Blueprint

blueprint: Final = Blueprint("admin", __name__, url_prefix="/administration", template_folder="../templates")
