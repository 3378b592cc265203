"""All that is sealed, sealed anew under the newest key."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select, text

from config import Config
from marketplace.accounts.rules import Duty
from marketplace.accounts.service import letters, recovery_codes, requests
from marketplace.gateways import personal_data
from marketplace.gateways.personal_data import CiphertextUnreadable
from marketplace.households.models import Household
from marketplace.households.service import rotating, sealing
from marketplace.imports.models import ImportBatch
from marketplace.imports.rules import BatchState, FileRole
from marketplace.imports.service import files
from marketplace.kernel.actor import system
from marketplace.kernel.errors import Forbidden
from marketplace.payments.models import BankLine
from marketplace.payments.queries.accounts import mask_account, seal_account
from marketplace.payments.rules import BankLineState
from marketplace.workflows import rotate_keys
from marketplace.workflows.rotate_keys import Position, renew_next

NEW_KEY = "bG9va3VwLWtleS1mb3ItdGVzdHMtb25seS0wMDAwMDE="


@pytest.fixture
def configured(config: Config) -> Iterator:
    """Configures other keys, those of the test's configuration afterwards."""

    def configure(*keys):
        personal_data.configure(keys=keys, lookup_key=config.lookup_key)

    yield configure
    configure(*config.personal_data_keys)


@pytest.fixture
def old_key(config: Config) -> str:
    return config.personal_data_keys[0]


def rotate(now) -> list[int]:
    steps, position = [], Position()
    while position := renew_next(position, actor=system(), now=now):
        steps.append(position.rows)
    return steps


def test_what_was_sealed_before_opens_without_the_old_key_afterwards(
    cast, session, now, configured, old_key, tmp_path, monkeypatch
):
    monkeypatch.setattr(rotating, "AT_ONCE", 2)
    households = [cast.household() for _ in range(5)]
    line = BankLine(
        bank_reference="R1", booked_on=now.date(), payer_name="某校", amount_fen=1,
        payer_account=seal_account("R1", "6217000012345678"), remark="", codes=[], region_code="621000",
        state=BankLineState.QUEUED,
    )  # fmt: skip
    batch = ImportBatch(
        kind="households", state=BatchState.WAITING, file_name="f", sha256="0" * 64, is_dry_run=True,
        skips_bad_rows=False, created_at=now,
    )  # fmt: skip
    session.add_all([line, batch])
    session.flush()
    (tmp_path / "file").write_text("张三丰")
    files.keep(batch.id, FileRole.SENT, tmp_path / "file")

    configured(NEW_KEY, old_key)
    assert rotate_keys.count_stale() == 7
    assert rotate(now) == [2, 2, 1, 1, 1]
    assert rotate_keys.count_stale() == 0
    assert rotate(now) == []

    configured(NEW_KEY)
    session.expire_all()
    for household in households:
        assert sealing.open_name(household.household_number, household.head_name) == "张三丰"
        identity_number = sealing.open_identity(household.household_number, household.head_identity)
        assert sealing.hash_identity(identity_number) == household.head_identity_hash
    assert mask_account("R1", session.get(BankLine, line.id).payer_account) == "************5678"
    with files.fetched(batch.id, FileRole.SENT) as path:
        assert path.read_text() == "张三丰"


def test_answers_recovery_codes_and_waiting_letters_are_sealed_anew_too(cast, session, now, configured, old_key):
    user = cast.user()
    asked = {"user_id": user.id, "key": "k", "fingerprint": b"f", "now": now}
    requests.claim(**asked)
    requests.remember(user_id=user.id, key="k", status=201, answer={"token": "bangfu_secret"})
    user.mf_recovery_codes = recovery_codes.seal_codes(user.id, ["aaaa-bbbb", "cccc-dddd"])
    for kind in ("reset_notice", "change_notice", "reset_notice"):
        letters.post_notice(kind, to="a@example.org", language="en")
    session.execute(
        text("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = (SELECT max(id) FROM procrastinate_jobs)")
    )
    session.flush()

    configured(NEW_KEY, old_key)
    assert rotate_keys.count_stale() == 4
    assert rotate(now) == [1, 1, 2]
    assert rotate_keys.count_stale() == 0

    configured(NEW_KEY)
    session.expire_all()
    assert requests.claim(**asked).answer == {"token": "bangfu_secret"}
    opened = [recovery_codes.open_code(user.id, sealed) for sealed in user.mf_recovery_codes]
    assert opened == ["aaaa-bbbb", "cccc-dddd"]
    waiting = session.scalars(text("SELECT args->>'sealed' FROM procrastinate_jobs WHERE status = 'todo'")).all()
    assert [letters.open_letter(sealed)["to"] for sealed in waiting] == ["a@example.org"] * 2


def test_broken_off_it_goes_on_where_it_stopped(cast, now, configured, old_key, session, monkeypatch):
    monkeypatch.setattr(rotating, "AT_ONCE", 2)
    for _ in range(3):
        cast.household()
    configured(NEW_KEY, old_key)
    renew_next(Position(), actor=system(), now=now)
    before = session.scalars(select(Household.head_name).order_by(Household.id)).all()
    assert rotate(now) == [1]
    after = session.scalars(select(Household.head_name).order_by(Household.id)).all()
    assert before[:2] == after[:2]
    assert before[2] != after[2]


def test_what_no_key_opens_stops_it(cast, now, configured):
    cast.household()
    configured(NEW_KEY)
    with pytest.raises(CiphertextUnreadable):
        rotate(now)


def test_only_the_operator_rotates(cast, now):
    with pytest.raises(Forbidden):
        renew_next(Position(), actor=cast.actor(cast.officer(*Duty)), now=now)


def test_the_command_tells_how_many_rows_are_done_and_left(app, cast, configured, old_key):
    cast.household()
    configured(NEW_KEY, old_key)
    answer = app.test_cli_runner().invoke(args=["households", "rotate-keys", "--lang", "en"])
    assert (answer.exit_code, answer.output.strip()) == (0, "1 rows sealed anew, 0 left")
