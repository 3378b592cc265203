"""Gives the pages of the sign-in library our templates and its sentences our words."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Flask

from marketplace.accounts.rules import LEAST_PASSWORD
from marketplace.gateways import sign_in_words
from marketplace.web.language import language

TEMPLATES: Final[Mapping[str, str]] = {
    "LOGIN_USER": "sign_in",
    "FORGOT_PASSWORD": "forgot",
    "RESET_PASSWORD": "reset",
    "CHANGE_PASSWORD": "change",
    "VERIFY": "verify",
    "TWO_FACTOR_SETUP": "factor",
    "TWO_FACTOR_VERIFY_CODE": "factor_code",
    "MULTI_FACTOR_RECOVERY": "recovery",
    "MULTI_FACTOR_RECOVERY_CODES": "recovery_codes",
}
"""Our template by the library's setting, for every page of it that is reachable here."""


def dress(app: Flask) -> None:
    """Put our templates in the place of the library's."""
    app.config.update({f"SECURITY_{name}_TEMPLATE": f"account/{page}.html" for name, page in TEMPLATES.items()})
    app.jinja_env.filters["said"] = said
    app.jinja_env.globals["least_password"] = LEAST_PASSWORD


def said(sentence: Any) -> str:
    """Say what the library said in the reader's language."""
    return sign_in_words.said(sentence, language())
