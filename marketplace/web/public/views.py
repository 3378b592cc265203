"""The home page."""

from flask import Blueprint, render_template

blueprint = Blueprint(
    "public", __name__, static_folder="../static", static_url_path="/static", template_folder="../templates"
)


@blueprint.get("/")
def home() -> str:
    """Show what this is."""
    return render_template("home.html")
