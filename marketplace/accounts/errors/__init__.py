"""What can go wrong with accounts, by noun."""

from marketplace.accounts.errors.organisations import (
    InvitationNotFound,
    InvitationWrong,
    MembershipNotFound,
    OfferUnclear,
    OrganisationKnown,
    OrganisationNotFound,
    OwnAppointment,
)
from marketplace.accounts.errors.people import (
    EmailWrong,
    NameMissing,
    OwnAccount,
    PasswordWeak,
    PasswordWrong,
    UserKnown,
    UserNotFound,
)
from marketplace.accounts.errors.requests import AnswerLost, KeyReused, KeyWrong, TokenNotFound

__all__ = [
    "AnswerLost",
    "EmailWrong",
    "InvitationNotFound",
    "InvitationWrong",
    "KeyReused",
    "KeyWrong",
    "MembershipNotFound",
    "NameMissing",
    "OfferUnclear",
    "OrganisationKnown",
    "OrganisationNotFound",
    "OwnAccount",
    "OwnAppointment",
    "PasswordWeak",
    "PasswordWrong",
    "TokenNotFound",
    "UserKnown",
    "UserNotFound",
]
