"""A small county with figures, and those who may ask."""

from datetime import date

import pytest

from marketplace.accounts.rules import Duty
from marketplace.kernel.actor import system
from marketplace.regions.models import Region
from marketplace.sales.rules import Channel, NewSale
from marketplace.sales.service import recording

YEAR = "from=2020-01&to=2020-12"


@pytest.fixture
def ask(cast):
    """Asks as a person, or as nobody."""

    def get(path: str, user=None, status: int = 200, language: str = "zh"):
        answer = cast.client(user, language=language).get(f"/api/v1/statistics/{path}")
        assert answer.status_code == status, answer.json
        return answer

    return get


@pytest.fixture
def officer(cast):
    """The county's statistician."""
    return cast.officer(Duty.STATISTICIAN)


@pytest.fixture
def county(cast, session, now):
    """Two suppliers of a county with a sale each, shared by six of its households and one of another county."""
    for code, name in (("000000", "全国"), ("620000", "甘肃省"), ("621000", "庆阳市"), ("621022", "环县")):
        if not session.query(Region).filter_by(code=code).first():
            level = len(code.rstrip("0")) + len(code.rstrip("0")) % 2
            session.add(Region(code=code, name=name, level=level, from_on=date(1949, 1, 1)))
    households = [cast.household(persons=2) for _ in range(6)]
    households.append(cast.household(village="621021101001", persons=3))
    first, second = cast.supplier(name="环县红杏合作社"), cast.supplier()
    cast.roster(first, [(household, 1) for household in households], share_bp=1000)
    cast.roster(second, [(households[0], 1)], share_bp=1000)
    facts = {"source": "ledger", "buyer_name": "某某学校"}
    recording.record(
        [
            NewSale(
                supplier_id=first.id, sold_on=date(2020, 5, 1), channel=Channel.EVENT, amount_fen=7000,
                source_number="A", **facts,
            ),
            NewSale(
                supplier_id=first.id, sold_on=date(2019, 5, 1), channel=Channel.EVENT, amount_fen=100,
                source_number="B", **facts,
            ),
            NewSale(
                supplier_id=second.id, sold_on=date(2020, 6, 1), channel=Channel.OUTLET, amount_fen=50,
                source_number="C", **facts,
            ),
        ],
        actor=system(),
        now=now,
    )  # fmt: skip
    return first
