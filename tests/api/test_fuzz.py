"""Nothing that can be sent to a route makes it fail, write by halves, write for nobody, or refuse without words."""

import re
import traceback
from collections import defaultdict
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from marketplace.db import Base, db
from tests.api.county import County, everyone
from tests.api.hostile import Attacks, Document, Operation, Sent

SHARDS = 3
CODE = re.compile(r"[a-z_]+(\.[a-z_]+)*")
DATABASE = re.compile(r"law_broken|written_meanwhile|value\.out_of_range")
"""What the database refuses had better been refused in words before."""
EVERY_ROW = " UNION ALL ".join(
    f"SELECT count(*) AS rows, coalesce(sum(xmin::text::bigint), 0) AS age FROM {table}"
    for table in sorted(Base.metadata.tables)
)
WRITTEN_THOUGH_REFUSED = {"POST /api/v1/invitations/acceptance": "a wrong password is counted"}


class Attack:
    """Sends things, takes back what they wrote, and remembers what went wrong."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.before = self.rows()
        self.sent = 0
        self.wrong: defaultdict[str, list[str]] = defaultdict(list)

    def rows(self) -> Any:
        """How many rows there are, and which transactions wrote them."""
        return self.session.execute(text(f"SELECT sum(rows), sum(age) FROM ({EVERY_ROW}) AS every")).one()

    def send(self, client: FlaskClient, operation: Operation, sent: Sent, *, is_known: bool = True) -> None:
        db.session.rollback()
        db.engine.exec_driver_sql("SAVEPOINT before_attack")
        try:
            answer = client.open(
                sent.path,
                method=operation.method.upper(),
                query_string=sent.query,
                data=sent.data,
                content_type=sent.content_type,
            )
            wrong = told_wrong(operation, answer, is_known=is_known) or self.written(operation, answer)
            answer.close()
        except Exception as error:  # noqa: BLE001  whatever it is, it would have been a 500
            frame = traceback.extract_tb(error.__traceback__)[-1]
            wrong = f"{type(error).__name__}: {str(error)[:200]} at {frame.filename}:{frame.lineno}"
        finally:
            db.session.rollback()
            db.engine.exec_driver_sql("ROLLBACK TO SAVEPOINT before_attack")
            db.engine.exec_driver_sql("RELEASE SAVEPOINT before_attack")
        self.sent += 1
        if wrong:
            self.wrong[f"{operation}: {wrong}"].append(sent.why)

    def written(self, operation: Operation, answer: Any) -> str | None:
        """What a refusal past the reading of the request has left behind."""
        if answer.status_code not in {403, 404, 409, 422} or str(operation) in WRITTEN_THOUGH_REFUSED:
            return None
        wrong = answer.json.get("errors", [])
        if not operation.is_write or (wrong and all(each["code"].startswith("field.") for each in wrong)):
            return None
        return None if self.rows() == self.before else f"{answer.status_code} left something written"


def told_wrong(operation: Operation, answer: Any, *, is_known: bool) -> str | None:
    """What is wrong with an answer, if anything."""
    status = answer.status_code
    if status >= 500 or (not is_known and operation.permission != "public" and status not in {401, 404, 405}):
        return f"{status}"
    if status < 400:
        return None
    told = answer.get_json() or {}
    codes = [told.get("code"), *(each["code"] for each in told.get("errors", []))]
    if answer.mimetype != "application/problem+json" or not told.get("title"):
        return f"{status} without words"
    if not all(isinstance(code, str) and CODE.fullmatch(code) for code in codes):
        return f"{status} without a code: {codes}"
    return f"{status} by the database: {codes}" if any(DATABASE.match(code) for code in codes) else None


@pytest.fixture
def county(cast) -> County:
    return County.build(cast)


@pytest.fixture
def attack(county, session) -> Attack:
    return Attack(session)


@pytest.fixture
def attacks(app, county) -> Attacks:
    return Attacks(Document.of(app), {**county.known, "regions": "621022"}, county.words)


def operations(document: Document) -> list[Operation]:
    return sorted(document.operations(), key=str)


@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_route_fails_whatever_is_sent(county, attack, attacks, shard):
    for operation in operations(attacks.document)[shard::SHARDS]:
        for sent in attacks.on(operation):
            attack.send(county.client, operation, sent)
    assert {wrong: examples[0] for wrong, examples in attack.wrong.items()} == {}
    assert attack.sent > 1_000


@pytest.mark.parametrize("who", ["nobody", "outsider", "newcomer"])
def test_no_route_fails_for_whoever_sends_it(cast, attack, attacks, who):
    user = {
        "nobody": lambda: None,
        "outsider": lambda: everyone(cast, [cast.organisation(region="110101")], "110101"),
        "newcomer": cast.user,
    }[who]()
    client = cast.client(user)
    attack.before = attack.rows()
    for operation in operations(attacks.document):
        for number, sent in zip(range(6), attacks.on(operation), strict=False):
            if number != 1:
                attack.send(client, operation, sent, is_known=user is not None)
    assert {wrong: examples[0] for wrong, examples in attack.wrong.items()} == {}
