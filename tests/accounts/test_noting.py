"""Law 13: what is written about somebody's account is read where they have a role."""

import pytest

from marketplace.accounts.rules import Duty, MemberRole
from marketplace.accounts.service import letting_in, sign_in, tokens, users
from marketplace.audit.models import AuditLine
from marketplace.kernel.actor import system


@pytest.fixture
def told(session):
    """Tells where the last line is read."""

    def last() -> tuple[str, list[int], str | None]:
        line = session.query(AuditLine).order_by(AuditLine.id.desc()).first()
        return line.action, line.organisation_ids, line.region_code

    return last


def test_of_a_member_the_organisation_and_its_region_read(cast, told, now):
    school = cast.organisation()
    user = cast.member(school, MemberRole.MANAGER, MemberRole.FINANCE)
    letting_in.disable(user.id, actor=system(), now=now)
    assert told() == ("user.disabled", [school.id], "621022")
    tokens.issue(user_id=user.id, name="a", actor=cast.actor(user), now=now)
    assert told() == ("api_token.issued", [school.id], "621022")
    users.change_language("en", actor=cast.actor(user), now=now)
    assert told() == ("user.language_changed", [school.id], "621022")


def test_of_an_officer_the_smallest_region_that_holds_all_posts_reads(cast, told, now):
    user = cast.officer(Duty.REPORTER)
    sign_in.note(sign_in.PASSWORD_CHANGED, user, address=None, now=now)
    assert told() == ("user.password_changed", [], "621022")
    school = cast.organisation(region="621021")
    user = cast.member(school, MemberRole.MANAGER)
    other = cast.officer(Duty.REPORTER, region="621000")
    for one, where in ((user, "621021"), (other, "621000")):
        letting_in.sign_out(one.id, actor=system(), now=now)
        assert told()[2] == where


def test_of_who_has_no_role_only_the_nation_reads(cast, told, now):
    letting_in.unlock(cast.user().id, actor=system(), now=now)
    assert told() == ("user.unlocked", [], None)
