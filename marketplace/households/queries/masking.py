"""Open what is sealed of a head only to mask it."""

from marketplace.gateways import personal_data
from marketplace.households.rules import identity_purpose, mask_identity, mask_name, name_purpose


def masked_name(household_number: str, sealed: bytes) -> str:
    """Tell the head's name of a household as it is shown: 张**."""
    return mask_name(personal_data.decrypt(sealed, purpose=name_purpose(household_number)))


def masked_identity(household_number: str, sealed: bytes) -> str:
    """Tell the head's identity number of a household as it is shown: 6210**********1234."""
    return mask_identity(personal_data.decrypt(sealed, purpose=identity_purpose(household_number)))
