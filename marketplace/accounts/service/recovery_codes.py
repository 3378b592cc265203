"""Recovery codes of second factors: sealed one by one, each for its user, and opened to be shown or compared."""

import base64
from collections.abc import Sequence

from marketplace.accounts.models import User
from marketplace.db import db
from marketplace.gateways import personal_data
from marketplace.gateways.personal_data import CiphertextUnreadable


def seal_codes(user_id: int, codes: Sequence[str]) -> list[str]:
    """Seal a user's codes under the newest key."""
    return [_text(personal_data.encrypt(code, purpose=_purpose(user_id))) for code in codes]


def renew_codes(user_id: int, sealed: Sequence[str]) -> list[str]:
    """Seal a user's codes anew under the newest key.

    :raises CiphertextUnreadable: if one was sealed under a key that is not configured.
    """
    return [_text(personal_data.renew(base64.b64decode(each), purpose=_purpose(user_id))) for each in sealed]


def hold_codes(user: User) -> list[str]:
    """Tell a user's sealed codes as they stand now; whoever uses one or seals them anew meanwhile waits."""
    db.session.refresh(user, ["mf_recovery_codes"], with_for_update={"key_share": True})
    return list(user.mf_recovery_codes or [])


def open_code(user_id: int, sealed: str) -> str | None:
    """Open one of a user's codes; `None` for one that cannot be read any more."""
    try:
        return personal_data.decrypt(base64.b64decode(sealed), purpose=_purpose(user_id))
    except CiphertextUnreadable:
        return None


def _text(sealed: bytes) -> str:
    return base64.b64encode(sealed).decode()


def _purpose(user_id: int) -> str:
    return f"recovery_code:{user_id}"
