"""Sign-in by the library under /account: passwords, sessions, one-time codes, with our words, letters and audit lines.

Browsers get its pages, programs that send or accept JSON get JSON: an answer of the library's shape, and a refusal that
is also problem+json.
"""

from http import HTTPStatus
from typing import Any, Final, NoReturn

from flask import Flask, Response, current_app, jsonify, request
from flask_babel import Babel
from flask_security import (
    Security,
    SQLAlchemyUserDatastore,
    password_changed,
    password_reset,
    tf_disabled,
    tf_profile_changed,
    user_authenticated,
    user_failed_authn,
)
from flask_security.mail_util import MailUtil
from flask_security.password_util import PasswordUtil
from flask_security.recovery_codes import MfRecoveryCodesUtil
from flask_security.totp import Totp
from flask_security.utils import login_user
from werkzeug.local import LocalProxy

from config import Config
from marketplace.accounts.errors import PasswordWeak
from marketplace.accounts.models import User
from marketplace.accounts.rules import LEAST_PASSWORD
from marketplace.accounts.service import letters, recovery_codes, sign_in, users
from marketplace.api.access import SignInNeeded
from marketplace.api.parsing import refuse_unplain
from marketplace.api.problems import language, problem
from marketplace.api.security import GUESSES, CsrfRefused, limiter
from marketplace.gateways.sign_in_words import said
from marketplace.kernel.days import now_utc
from marketplace.kernel.errors import DomainError, Forbidden, Invalid, NotFound
from marketplace.transaction import transaction

_LIMITED: Final = (
    "login", "verify", "forgot_password", "reset_password", "change_password",
    "two_factor_token_validation", "two_factor_setup_validate", "mf_recovery",
)  # fmt: skip


class SignInRefused(DomainError):
    """The address is unknown, the password wrong, or the account closed: which of them is not said."""

    code = "sign_in.refused"
    zh = "邮箱或密码不正确，或账户暂时不可用"
    en = "The address or password is wrong, or the account is closed for now"


class SignInStale(DomainError):
    """Signing in was too long ago for what was asked."""

    code = "sign_in.stale"
    zh = "请再次输入密码后继续"
    en = "Give your password again to go on"


class SecondFactorRefused(DomainError):
    """The one-time code is wrong or was used, or no sign-in waits for one."""

    code = "second_factor.refused"
    zh = "验证码不正确或已使用，请用新的验证码重试"
    en = "The code is wrong or was used already; try a new one"


_REFUSALS: Final[dict[str | None, type[DomainError]]] = {
    "security.login": SignInRefused,
    "security.verify": SignInRefused,
    "security.two_factor_token_validation": SecondFactorRefused,
    "security.two_factor_setup_validate": SecondFactorRefused,
    "security.mf_recovery": SecondFactorRefused,
}
_SAID_BY_US: Final = frozenset(_REFUSALS.values())
"""Refusals whose own sentence says it all; the library's are not all in Chinese."""


class OwnMail(MailUtil):
    """Hands the library's messages to our own letters."""

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
        """Let a worker send our own words; links begin with our address, whatever host the request named."""
        config: Config = current_app.config["BANGFU"]
        link = str(kwargs.get("reset_link", "")).replace(request.url_root, f"{config.public_url.rstrip('/')}/", 1)
        with transaction():
            letters.post_notice(
                template.rsplit("/", 1)[-1], to=str(recipient), language=kwargs["user"].language, link=link
            )


class OwnPasswords(PasswordUtil):
    """Asks our own rule about a new password."""

    def validate(self, password: str, is_register: bool, **kwargs: Any) -> tuple[list[str] | None, str]:  # noqa: FBT001  the library's signature
        """Tell what is wrong with a password, and the password normalised."""
        normal = self.normalize(password)
        try:
            users.check_password(normal, email=kwargs["user"].email)
        except PasswordWeak as weak:
            return [weak.sentence(language())], normal
        return None, normal


class OwnTotp(Totp):
    """Takes each one-time code once, and none for a closed account."""

    def verify_totp(self, token: str, totp_secret: str, user: Any, window: int = 0) -> bool:
        """Tell whether a code is right and new."""
        return not user.is_locked() and super().verify_totp(token, totp_secret, user, window)

    def get_last_counter(self, user: Any) -> int | None:
        """Tell the moment of the last code taken."""
        last: int | None = user.tf_last_counter
        return last

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        """Keep the moment of a code that was taken."""
        user.tf_last_counter = tmatch.counter


class OwnRecoveryCodes(MfRecoveryCodesUtil):
    """Keeps recovery codes sealed under the keys of personal data, which rotate."""

    def create_recovery_codes(self, user: Any) -> list[str]:
        """Make new codes in place of those there were, and tell them."""
        codes: list[str] = super().create_recovery_codes(user)
        user.mf_recovery_codes = recovery_codes.seal_codes(user.id, codes)
        return codes

    def get_recovery_codes(self, user: Any) -> list[str]:
        """Tell the codes that are left."""
        opened = (recovery_codes.open_code(user.id, sealed) for sealed in user.mf_recovery_codes or [])
        return [code for code in opened if code is not None]

    def check_recovery_code(self, user: Any, code: str) -> bool:
        """Tell whether it is one of the codes that are left; nobody else uses it before it is taken away."""
        recovery_codes.hold_codes(user)
        return code in self.get_recovery_codes(user)

    def delete_recovery_code(self, user: Any, code: str) -> bool:
        """Take a code that was used away; tell whether it was one."""
        kept = recovery_codes.hold_codes(user)
        user.mf_recovery_codes = [sealed for sealed in kept if recovery_codes.open_code(user.id, sealed) != code]
        return len(user.mf_recovery_codes) < len(kept)


def register(app: Flask, datastore: SQLAlchemyUserDatastore) -> None:
    """Set up sign-in over the given store of users."""
    app.config.update(_settings(app.config["BANGFU"]))
    Babel(app, default_locale="zh_Hans_CN", locale_selector=lambda: "en" if language() == "en" else "zh_Hans_CN")
    security = Security(
        app,
        datastore,
        mail_util_cls=OwnMail,
        password_util_cls=OwnPasswords,
        totp_cls=OwnTotp,
        mf_recovery_codes_util_cls=OwnRecoveryCodes,
    )
    security.render_json(render)
    # Permissions are ours: nobody asks for the identity that the library would look up before every request.
    app.before_request_funcs[None].remove(security.principal._on_before_request)  # noqa: SLF001  it has no switch
    app.before_request(_read_plainly)
    for name in _LIMITED:
        endpoint = f"security.{name}"
        limited: Any = limiter.limit(GUESSES, methods=["POST"])(app.view_functions[endpoint])
        app.view_functions[endpoint] = limited
    # Whoever lost the second factor has recovery codes; no mail to an administrator stands in for one.
    app.view_functions["security.two_factor_rescue"] = _refuse_rescue
    user_failed_authn.connect(_count_failure, app)
    user_authenticated.connect(_forget_failures, app)
    password_changed.connect(_note_change, app)
    password_reset.connect(_note_reset, app)
    tf_profile_changed.connect(_begin_second_factor, app)
    tf_disabled.connect(_note_removal, app)


def _read_plainly() -> None:
    if request.blueprint == "security":
        refuse_unplain()


def render(payload: dict[str, Any], code: int, headers: dict[str, str] | None, _user: Any) -> Response:
    """Answer a program in the library's shape; a refusal is also a problem with our code and sentence."""
    body = {"meta": {"code": code}, "response": payload}
    if code < HTTPStatus.BAD_REQUEST:
        answer = jsonify(body)
    else:
        refusal = _refusal_of(payload, code)
        sentence = refusal().sentence(language())
        wrong = [
            {
                "field": field or "_",
                "code": refusal.code,
                "message": sentence if refusal in _SAID_BY_US else said(message, language()),
            }
            for field, messages in payload.get("field_errors", {}).items()
            for message in messages
        ]
        # The library's own sentences are English whatever was asked for; ours stand in their place.
        rest = {name: value for name, value in payload.items() if name not in {"errors", "field_errors"}}
        answer = problem(HTTPStatus(code), refusal.code, sentence, fields=wrong, meta={"code": code}, response=rest)
    answer.headers.update(headers or {})
    return answer


def _refusal_of(payload: dict[str, Any], code: int) -> type[DomainError]:
    if "CSRF" in str(payload.get("errors")):
        return CsrfRefused
    if code == HTTPStatus.UNAUTHORIZED:
        return SignInStale if payload.get("reauth_required") else SignInNeeded
    if code == HTTPStatus.FORBIDDEN:
        return Forbidden
    return _REFUSALS.get(request.endpoint, Invalid)


def _settings(config: Config) -> dict[str, Any]:
    return {
        "SECURITY_URL_PREFIX": "/account",
        "SECURITY_CACHE_CONTROL": {"no-store": None},
        "SECURITY_CLI_USERS_NAME": None,
        "SECURITY_CLI_ROLES_NAME": None,
        "SECURITY_POST_LOGIN_VIEW": "/account/start",
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
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_TOTP_SECRETS": {"1": config.secret_key},
        "SECURITY_TOTP_ISSUER": "Bangfu",
        "SECURITY_CSRF_PROTECT_MECHANISMS": ["session", "basic"],
        "SECURITY_CSRF_COOKIE_NAME": "XSRF-TOKEN",
        "SECURITY_CSRF_COOKIE": {"samesite": "Strict", "httponly": False, "secure": config.production},
        "SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS": True,
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "REMEMBER_COOKIE_DURATION": 30 * 24 * 3600,
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_SECURE": config.production,
    }


def _refuse_rescue() -> NoReturn:
    raise NotFound


def _count_failure(_app: Flask, user: User, **_facts: Any) -> None:
    with transaction():
        sign_in.count_failure(user_id=user.id, address=request.remote_addr, now=now_utc())


def _forget_failures(_app: Flask, user: User, **_facts: Any) -> None:
    if user.failed_logins:
        with transaction():
            sign_in.forget_failures(user_id=user.id)


# What follows is committed by the library together with the change it tells of.
def _note_change(_app: Flask, user: User, **_facts: Any) -> None:
    sign_in.note(sign_in.PASSWORD_CHANGED, user, address=request.remote_addr, now=now_utc())


def _note_reset(_app: Flask, user: User, **_facts: Any) -> None:
    sign_in.note(sign_in.PASSWORD_RESET, user, address=request.remote_addr, now=now_utc())


def _note_removal(_app: Flask, user: User, **_facts: Any) -> None:
    sign_in.note(sign_in.SECOND_FACTOR_REMOVED, user, address=request.remote_addr, now=now_utc())


def _begin_second_factor(_app: Flask, user: Any, **_facts: Any) -> None:
    if isinstance(user, LocalProxy):
        user = user._get_current_object()  # noqa: SLF001  its way; signing in the proxy would make it its own target
    sign_in.begin_second_factor(user, address=request.remote_addr, now=now_utc())
    login_user(user, authn_via=["authenticator"])
