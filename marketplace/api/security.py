"""Sign-in, sessions, CSRF protection, rate limits and the headers that keep a browser safe.

Passwords, sessions and one-time codes are Flask-Security's, under /account; this module sets it up. Programs use bearer
tokens (`api.access`), which carry no cookie and so need no CSRF token.
"""

from collections.abc import Mapping
from typing import Any, Final

from flask import Flask, Response, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_security import Security, SQLAlchemyUserDatastore, user_authenticated, user_failed_authn
from flask_security.mail_util import MailUtil
from flask_wtf.csrf import CSRFError, CSRFProtect

from config import Config
from marketplace.accounts.models import User
from marketplace.accounts.rules import LEAST_PASSWORD
from marketplace.accounts.service import sign_in
from marketplace.gateways.mail import mailer
from marketplace.kernel.days import now_utc
from marketplace.transaction import transaction

csrf: Final = CSRFProtect()
limiter: Final = Limiter(key_func=get_remote_address, headers_enabled=True)

HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}


class OwnMail(MailUtil):
    """Hands the sign-in library's messages to our own mailer."""

    def send_mail(  # noqa: PLR0917  the library's signature
        self,
        template: str,
        subject: str,
        recipient: str | tuple[str, str],
        sender: str | tuple[str, str],
        body: str | None,
        html: str | None,
        **kwargs: Any,
    ) -> None:
        """Send one message as text."""
        config: Config = current_app.config["BANGFU"]
        mailer(config.mail_url, folder=config.instance_path / "mail").send(
            to=str(recipient), subject=str(subject), text=body or ""
        )


def register(app: Flask, datastore: SQLAlchemyUserDatastore) -> None:
    """Set up sign-in over the given store of users, limits and headers."""
    config: Config = app.config["BANGFU"]
    app.config.update(_settings(config))
    csrf.init_app(app)
    limiter.init_app(app)
    security = Security(app, datastore, mail_util_cls=OwnMail)
    _limit_sign_in(app)
    user_failed_authn.connect(_count_failure, app)
    user_authenticated.connect(_forget_failures, app)
    app.after_request(_harden)
    app.extensions["bangfu_security"] = security


def protect_session() -> None:
    """Refuse an unsafe request of a browser session that does not show its CSRF token.

    :raises CSRFError: the token is missing, wrong or expired.
    """
    if request.method not in {"GET", "HEAD", "OPTIONS", "TRACE"}:
        csrf.protect()


def _settings(config: Config) -> dict[str, Any]:
    return {
        "SECURITY_URL_PREFIX": "/account",
        "SECURITY_POST_LOGIN_VIEW": "/",
        "SECURITY_POST_LOGOUT_VIEW": "/",
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SALT": config.password_salt,
        "SECURITY_PASSWORD_LENGTH_MIN": LEAST_PASSWORD,
        "SECURITY_PASSWORD_COMPLEXITY_CHECKER": None,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False, "test_environment": True},
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_CHANGEABLE": True,
        "SECURITY_RECOVERABLE": True,
        "SECURITY_REGISTERABLE": False,
        "SECURITY_SEND_REGISTER_EMAIL": False,
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_ALWAYS_VALIDATE": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_TOTP_SECRETS": {"1": config.secret_key},
        "SECURITY_TOTP_ISSUER": "Bangfu",
        "SECURITY_CSRF_PROTECT_MECHANISMS": ["session", "basic"],
        "SECURITY_CSRF_COOKIE_NAME": "XSRF-TOKEN",
        "SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS": True,
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "WTF_CSRF_CHECK_DEFAULT": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SECURE": config.production,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_SECURE": config.production,
        "PERMANENT_SESSION_LIFETIME": 12 * 3600,
        "RATELIMIT_ENABLED": config.rate_limits_enabled,
        "RATELIMIT_STORAGE_URI": config.rate_limit_storage,
        "RATELIMIT_DEFAULT": "1200 per minute",
    }


def _limit_sign_in(app: Flask) -> None:
    """Limit guessing: passwords and one-time codes are asked for a few times a minute and address."""
    for endpoint in ("security.login", "security.two_factor_token_validation", "security.forgot_password"):
        view = app.view_functions.get(endpoint)
        if view is not None:
            limited: Any = limiter.limit("20 per minute", methods=["POST"])(view)
            app.view_functions[endpoint] = limited


def _count_failure(_app: Flask, user: User, **_facts: Any) -> None:
    with transaction():
        sign_in.count_failure(user_id=user.id, now=now_utc())


def _forget_failures(_app: Flask, user: User, **_facts: Any) -> None:
    if user.failed_logins:
        with transaction():
            sign_in.forget_failures(user_id=user.id)


def _harden(answer: Response) -> Response:
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    config: Config = current_app.config["BANGFU"]
    if config.production:
        answer.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    return answer


__all__ = ["CSRFError", "csrf", "limiter", "protect_session", "register"]
