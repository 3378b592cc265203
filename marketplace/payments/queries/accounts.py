"""The account a bank line was paid from: sealed for its line alone, shown with its last four digits."""

from typing import Final

from marketplace.gateways import personal_data
from marketplace.kernel.text import mask

_SHOWN: Final = 4


def seal_account(bank_reference: str, account: str) -> bytes:
    """Encrypt the payer's account for the line with this reference."""
    return personal_data.encrypt(account, purpose=_purpose(bank_reference))


def renew_account(bank_reference: str, sealed: bytes) -> bytes:
    """Seal the payer's account of a line anew under the newest key."""
    return personal_data.renew(sealed, purpose=_purpose(bank_reference))


def mask_account(bank_reference: str, sealed: bytes | None) -> str | None:
    """Tell the last four digits of a sealed account; `None` where the bank told none."""
    if sealed is None:
        return None
    account = personal_data.decrypt(sealed, purpose=_purpose(bank_reference))
    return mask(account, keep_first=0, keep_last=_SHOWN if len(account) > 2 * _SHOWN else 0)


def _purpose(bank_reference: str) -> str:
    return f"bank_line.payer_account {bank_reference}"
