"""Personal data at rest: encrypted under keys that rotate, and found again by a keyed hash.

A ciphertext names its key, is different each time, and opens only for the purpose it was sealed for (which column of
which household), so that one cannot be moved to another row. The key of the hash never rotates: what was hashed under
it could not be found again.
"""

import base64
import binascii
import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_KEY_BYTES: Final = 32
_ID_BYTES: Final = 4
_NONCE_BYTES: Final = 12


class KeyUnusable(RuntimeError):
    """A setting is not a key: url-safe base64 of 32 bytes."""


class CiphertextUnreadable(RuntimeError):
    """A ciphertext was damaged, moved to another place, or sealed under a key that is not configured."""


@dataclass(frozen=True, slots=True)
class _Keys:
    """The keys of one application, newest first."""

    ciphers: dict[bytes, AESGCM]
    newest: bytes
    lookup: bytes


_configured: list[_Keys] = []


def configure(*, keys: Sequence[str], lookup_key: str) -> None:
    """Take the keys to use: the first encrypts, all decrypt; `lookup_key` hashes.

    :raises KeyUnusable: if one of them is not the url-safe base64 of 32 bytes.
    """
    raw = [_key_bytes(key, "PERSONAL_DATA_KEYS") for key in keys]
    ciphers = {_id_of(key): AESGCM(key) for key in raw}
    _configured[:] = [_Keys(ciphers, _id_of(raw[0]), _key_bytes(lookup_key, "LOOKUP_KEY"))]


def encrypt(text: str, *, purpose: str) -> bytes:
    """Seal a text under the newest key for a purpose."""
    return seal(text.encode(), purpose=purpose)


def decrypt(sealed: bytes, *, purpose: str) -> str:
    """Open a text that was sealed for the same purpose under any configured key.

    :raises CiphertextUnreadable: if it was damaged, moved, or its key is gone.
    """
    return unseal(sealed, purpose=purpose).decode()


def seal(content: bytes, *, purpose: str) -> bytes:
    """Seal bytes under the newest key for a purpose: key id, nonce, ciphertext with its tag."""
    keys = _keys()
    nonce = os.urandom(_NONCE_BYTES)
    return keys.newest + nonce + keys.ciphers[keys.newest].encrypt(nonce, content, purpose.encode())


def unseal(sealed: bytes, *, purpose: str) -> bytes:
    """Open bytes that were sealed for the same purpose under any configured key.

    :raises CiphertextUnreadable: if they were damaged, moved, or their key is gone.
    """
    cipher = _keys().ciphers.get(sealed[:_ID_BYTES])
    nonce, rest = sealed[_ID_BYTES : _ID_BYTES + _NONCE_BYTES], sealed[_ID_BYTES + _NONCE_BYTES :]
    if cipher is None:
        message = "sealed under a key that is not configured"
        raise CiphertextUnreadable(message)
    try:
        return cipher.decrypt(nonce, rest, purpose.encode())
    except (InvalidTag, ValueError):
        message = "the ciphertext was damaged or belongs elsewhere"
        raise CiphertextUnreadable(message) from None


def renew(sealed: bytes, *, purpose: str) -> bytes:
    """Seal anew, under the newest key, what was sealed for the same purpose under any configured key.

    :raises CiphertextUnreadable: if it was damaged, moved, or its key is gone.
    """
    return seal(unseal(sealed, purpose=purpose), purpose=purpose)


def newest_key_id() -> bytes:
    """Tell with which bytes everything sealed under the newest key begins."""
    return _keys().newest


def lookup_hash(text: str) -> bytes:
    """Hash a text under the look-up key: equal texts have equal hashes, which say nothing without the key."""
    return hashlib.blake2b(text.encode(), digest_size=_KEY_BYTES, key=_keys().lookup).digest()


def _keys() -> _Keys:
    if not _configured:
        message = "personal data keys are not configured"
        raise KeyUnusable(message)
    return _configured[0]


def _id_of(key: bytes) -> bytes:
    return hashlib.blake2b(key, digest_size=_ID_BYTES, person=b"key id").digest()


def _key_bytes(text: str, setting: str) -> bytes:
    try:
        key = base64.urlsafe_b64decode(text)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != _KEY_BYTES:
        message = f"{setting}: a key must be the url-safe base64 of 32 bytes"
        raise KeyUnusable(message)
    return key
