"""Seal and open the head's name and identity number, each for its household and column alone."""

from marketplace.gateways import personal_data
from marketplace.households.rules import identity_purpose, name_purpose


def seal_name(household_number: str, name: str) -> bytes:
    """Encrypt a head's name for its household."""
    return personal_data.encrypt(name, purpose=name_purpose(household_number))


def open_name(household_number: str, sealed: bytes) -> str:
    """Decrypt the head's name of a household."""
    return personal_data.decrypt(sealed, purpose=name_purpose(household_number))


def seal_identity(household_number: str, identity_number: str) -> bytes:
    """Encrypt a head's identity number for its household."""
    return personal_data.encrypt(identity_number, purpose=identity_purpose(household_number))


def open_identity(household_number: str, sealed: bytes) -> str:
    """Decrypt the head's identity number of a household."""
    return personal_data.decrypt(sealed, purpose=identity_purpose(household_number))


def hash_identity(identity_number: str) -> bytes:
    """Hash an identity number, so that the same person is found again."""
    return personal_data.lookup_hash(identity_number)


def renew_name(household_number: str, sealed: bytes) -> bytes:
    """Seal the head's name of a household anew under the newest key."""
    return personal_data.renew(sealed, purpose=name_purpose(household_number))


def renew_identity(household_number: str, sealed: bytes) -> bytes:
    """Seal the head's identity number of a household anew under the newest key."""
    return personal_data.renew(sealed, purpose=identity_purpose(household_number))
