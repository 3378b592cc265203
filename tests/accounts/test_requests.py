from datetime import timedelta

import pytest

from marketplace.accounts.errors import AnswerLost, KeyReused
from marketplace.accounts.models import RememberedRequest
from marketplace.accounts.service import requests
from marketplace.gateways import personal_data


@pytest.fixture
def remembered(cast, now):
    user = cast.user()
    facts = {"user_id": user.id, "key": "k", "fingerprint": b"f", "now": now}
    assert requests.claim(**facts) is None
    requests.remember(user_id=user.id, key="k", status=201, answer={"token": "bangfu_secret"})
    return facts


def test_the_answer_is_given_again_and_kept_sealed(remembered, session):
    assert requests.claim(**remembered) == requests.Remembered(status=201, answer={"token": "bangfu_secret"})
    assert b"bangfu_secret" not in session.query(RememberedRequest).one().answer


def test_another_request_under_the_key_is_refused(remembered):
    with pytest.raises(KeyReused):
        requests.claim(**{**remembered, "fingerprint": b"g"})


def test_answers_are_forgotten_after_a_week(remembered, now):
    assert requests.forget_old(now=now + timedelta(days=requests.KEPT_DAYS)) == 0
    assert requests.forget_old(now=now + timedelta(days=requests.KEPT_DAYS, seconds=1)) == 1
    assert requests.claim(**remembered) is None


def test_a_request_whose_answer_no_key_opens_is_refused_not_done_again(remembered, config):
    personal_data.configure(keys=["bG9va3VwLWtleS1mb3ItdGVzdHMtb25seS0wMDAwMDE="], lookup_key=config.lookup_key)
    try:
        with pytest.raises(AnswerLost):
            requests.claim(**remembered)
    finally:
        personal_data.configure(keys=config.personal_data_keys, lookup_key=config.lookup_key)
