"""Seal and open the head's name and identity number, each for its household and column alone."""

from marketplace.gateways import personal_data


def seal_name(household_number: str, name: str) -> bytes:
    """Encrypt a head's name for its household."""
    return personal_data.encrypt(name, purpose=_name_of(household_number))


def open_name(household_number: str, sealed: bytes) -> str:
    """Decrypt the head's name of a household."""
    return personal_data.decrypt(sealed, purpose=_name_of(household_number))


def seal_identity(household_number: str, identity_number: str) -> bytes:
    """Encrypt a head's identity number for its household."""
    return personal_data.encrypt(identity_number, purpose=_identity_of(household_number))


def open_identity(household_number: str, sealed: bytes) -> str:
    """Decrypt the head's identity number of a household."""
    return personal_data.decrypt(sealed, purpose=_identity_of(household_number))


def hash_identity(identity_number: str) -> bytes:
    """Hash an identity number, so that the same person is found again."""
    return personal_data.lookup_hash(identity_number)


def _name_of(household_number: str) -> str:
    return f"household.head_name {household_number}"


def _identity_of(household_number: str) -> str:
    return f"household.head_identity {household_number}"
