"""Recovery codes used at once, and while the keys rotate, on real connections."""

import contextlib
import itertools
import threading

import pytest

from marketplace.accounts.models import User
from marketplace.accounts.service import recovery_codes
from marketplace.api.sign_in import OwnRecoveryCodes
from marketplace.db import db
from marketplace.gateways import personal_data
from marketplace.kernel.actor import system
from marketplace.transaction import transaction
from marketplace.workflows.rotate_keys import Position, renew_next
from tests.conftest import NOW
from tests.factories.cast import Cast

NEW_KEY = "bG9va3VwLWtleS1mb3ItdGVzdHMtb25seS0wMDAwMDE="
NUMBERS = itertools.count(5_200_000)


@pytest.fixture
def codes(crowd_app):
    """What the sign-in library asks about codes."""
    with crowd_app.app_context():
        yield OwnRecoveryCodes(crowd_app)
        db.session.remove()


@pytest.fixture
def user(crowd_app, codes):
    """A user with three codes, committed."""
    user = Cast(app=crowd_app, session=db.session(), now=NOW, numbers=NUMBERS).user()
    user.mf_recovery_codes = recovery_codes.seal_codes(user.id, ["aaaa", "bbbb", "cccc"])
    db.session.commit()
    return user


def test_a_code_is_used_once_by_two_at_once(codes, user, together):
    user_id, both = user.id, threading.Barrier(2)

    def use():
        with transaction():
            asking = db.session.get(User, user_id)
            if not codes.check_recovery_code(asking, "aaaa"):
                return False
            with contextlib.suppress(threading.BrokenBarrierError):
                both.wait(0.5)
            return codes.delete_recovery_code(asking, "aaaa")

    assert sorted(together(use, use)) == [False, True]
    db.session.expire_all()
    assert codes.get_recovery_codes(user) == ["bbbb", "cccc"]


def test_using_a_code_keeps_the_others_under_the_key_they_were_renewed_with(codes, user, together, config):
    assert codes.get_recovery_codes(user) == ["aaaa", "bbbb", "cccc"]
    personal_data.configure(keys=[NEW_KEY, *config.personal_data_keys], lookup_key=config.lookup_key)
    try:

        def rotate():
            position = Position()
            with transaction():
                while position := renew_next(position, actor=system(), now=NOW):
                    pass

        assert together(rotate) == [None]
        assert codes.delete_recovery_code(user, "bbbb")
        db.session.commit()
        personal_data.configure(keys=[NEW_KEY], lookup_key=config.lookup_key)
        assert codes.get_recovery_codes(user) == ["aaaa", "cccc"]
    finally:
        personal_data.configure(keys=config.personal_data_keys, lookup_key=config.lookup_key)
