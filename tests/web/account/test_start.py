"""Whoever signs in begins where their work is."""

import pytest

from marketplace.accounts.rules import Duty, MemberRole, OrganisationKind
from marketplace.regions.rules import NATION

WORKS = set(Duty) - {Duty.ADMINISTRATOR}


def begins(browser, user) -> str:
    reader = browser()
    with reader.session_transaction() as kept:
        kept["_user_id"], kept["_fresh"] = user.fs_uniquifier, True
    answer = reader.get("/account/start", follow_redirects=True)
    assert answer.status_code == 200
    return answer.request.path


@pytest.mark.parametrize("role", sorted(set(MemberRole) - {MemberRole.SUPPLIER_STAFF}))
def test_people_of_a_buyer_begin_in_the_buyer_centre(browser, cast, role):
    assert begins(browser, cast.member(cast.organisation(), role)) == "/buyer/"


def test_people_of_a_supplier_begin_in_the_supplier_centre(browser, cast):
    supplier = cast.organisation(OrganisationKind.COOPERATIVE)
    person = cast.member(supplier, MemberRole.MANAGER, MemberRole.SUPPLIER_STAFF)
    assert begins(browser, person) == "/supplier/"


@pytest.mark.parametrize("duty", sorted(WORKS))
def test_officers_begin_at_what_waits_for_them(browser, cast, duty):
    assert begins(browser, cast.officer(duty)) == "/office/"


def test_administrators_begin_in_administration(browser, cast):
    assert begins(browser, cast.officer(Duty.ADMINISTRATOR, region=NATION)) == "/administration/"
    assert begins(browser, cast.officer(Duty.ADMINISTRATOR, Duty.REVIEWER)) == "/office/"


def test_who_holds_nothing_begins_at_the_own_account(browser, cast):
    assert begins(browser, cast.user()) == "/account/me"


def test_nobody_is_asked_to_sign_in_first(browser):
    assert browser().get("/account/start").headers["Location"].startswith("/account/login")
