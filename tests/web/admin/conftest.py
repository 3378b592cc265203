"""Administrators of a county and of the nation, an officer, and a school with its manager."""

import pytest

from marketplace.accounts.rules import Duty, MemberRole
from marketplace.regions.rules import NATION


@pytest.fixture
def administrator(cast):
    return cast.officer(Duty.ADMINISTRATOR)


@pytest.fixture
def chief(cast):
    """The administrator of the nation."""
    return cast.officer(Duty.ADMINISTRATOR, region=NATION)


@pytest.fixture
def officer(cast):
    return cast.officer(Duty.REPORTER)


@pytest.fixture
def school(cast):
    return cast.organisation(name="环县第二中学")


@pytest.fixture
def manager(cast, school):
    return cast.member(school, MemberRole.MANAGER)


@pytest.fixture
def purchaser(cast, school):
    return cast.member(school, MemberRole.PURCHASER)


@pytest.fixture
def audited(session):
    """The actions of all audit lines, in order."""
    from marketplace.audit.models import AuditLine

    return lambda: [row.action for row in session.query(AuditLine).order_by(AuditLine.id)]
