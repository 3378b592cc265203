"""CSRF protection of browser sessions, rate limits, and the headers that keep a browser safe.

Programs use bearer tokens (`api.access`), which carry no cookie and so need no CSRF token.
"""

import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from flask import Flask, Response, current_app, g, request
from flask.sessions import SecureCookieSessionInterface
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFError, CSRFProtect
from itsdangerous import URLSafeTimedSerializer
from limits import parse
from werkzeug.exceptions import TooManyRequests
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Config
from marketplace.gateways import tally
from marketplace.kernel.errors import DomainError

csrf: Final = CSRFProtect()
limiter: Final = Limiter(key_func=get_remote_address, headers_enabled=True)
EACH_CALLER: Final = parse("1200 per minute")
"""How often an address may ask for anything."""
GUESSES: Final = "20 per minute"
"""How often an address may try a password, a code or a link."""

_WAITS: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}


class CsrfRefused(DomainError):
    """A browser session wrote without its CSRF token, or another site made the browser write."""

    code = "csrf.refused"
    zh = "缺少或无效的 CSRF 令牌：请刷新页面，或在请求头 X-XSRF-Token 中带上 XSRF-TOKEN cookie 的值"
    en = "The CSRF token is missing or wrong: reload the page, or send the XSRF-TOKEN cookie as header X-XSRF-Token"


def register(app: Flask) -> None:
    """Set up CSRF protection, limits and headers."""
    config: Config = app.config["BANGFU"]
    app.config.update(_settings(config))
    if config.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # the documented way
            app.wsgi_app, x_for=config.trusted_proxies, x_proto=config.trusted_proxies
        )
    app.session_interface = Sessions()
    csrf.init_app(app)
    _limit(app)
    app.before_request(_refuse_other_sites)
    app.after_request(_harden)


class Sessions(SecureCookieSessionInterface):
    """Sessions in a signed cookie; what signs is made once: to make it takes longer than to read a cookie."""

    _signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Make what signs, or give what was made."""
        self._signer = self._signer or super().get_signing_serializer(app)
        return self._signer


def protect_session() -> None:
    """Refuse an unsafe request of a browser session that does not show its CSRF token.

    :raises CsrfRefused: the token is missing, wrong or expired.
    """
    if request.method not in _SAFE_METHODS:
        try:
            csrf.protect()
        except CSRFError:
            raise CsrfRefused from None


def _settings(config: Config) -> dict[str, Any]:
    return {
        "WTF_CSRF_CHECK_DEFAULT": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SECURE": config.production,
        "PERMANENT_SESSION_LIFETIME": 12 * 3600,
        "RATELIMIT_ENABLED": config.rate_limits_enabled,
        "RATELIMIT_STORAGE_URI": config.rate_limit_storage or tally.ADDRESS,
        "GUESSES": GUESSES,
    }


def _refuse_other_sites() -> None:
    """Refuse a write that another site made the browser send; programs do not send this header."""
    if request.method not in _SAFE_METHODS and request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise CsrfRefused


def _limit(app: Flask) -> None:
    """Limit how often each address asks, files of pages left out, and by the library what is marked.

    The library would go through all its kinds of limit at every request, which takes as long as a third of a short
    answer; that everybody has one limit is said here with its parts.
    """
    app.after_request(_tell_rate)  # runs after what the library adds
    limiter.init_app(app)
    if limiter.enabled:
        app.before_request_funcs[None].remove(limiter._check_request_limit)  # noqa: SLF001  it has no switch
        app.before_request(_count_caller)


def _counts() -> bool:
    return limiter.enabled and not (request.endpoint or "").endswith("static")


def _count_caller() -> None:
    address = get_remote_address()
    if _counts() and not limiter.limiter.hit(EACH_CALLER, address):
        ends_at = limiter.limiter.get_window_stats(EACH_CALLER, address).reset_time
        raise TooManyRequests(retry_after=max(1, round(ends_at - time.time())))


def _tell_rate(answer: Response) -> Response:
    """Tell how many requests are left until when; when to come again only where somebody has to."""
    if _counts() and "X-RateLimit-Limit" not in answer.headers:
        window = limiter.limiter.get_window_stats(EACH_CALLER, get_remote_address())
        answer.headers.extend(
            (
                ("X-RateLimit-Limit", str(EACH_CALLER.amount)),
                ("X-RateLimit-Remaining", str(window.remaining)),
                ("X-RateLimit-Reset", str(int(window.reset_time))),
            )
        )
    elif answer.status_code not in _WAITS:
        answer.headers.pop("Retry-After", None)
    return answer


def _harden(answer: Response) -> Response:
    told = {name.lower() for name, _ in answer.headers}
    answer.headers.extend((name, value) for name, value in HEADERS.items() if name.lower() not in told)
    if g.get("actor") is not None:
        answer.headers.setdefault("Cache-Control", "no-store")
    config: Config = current_app.config["BANGFU"]
    if config.production:
        answer.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    return answer
