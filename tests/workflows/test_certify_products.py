"""Law 6: a sale is certified as of its day, whether the certification or the sale was told first."""

from datetime import date, timedelta

import pytest

from marketplace.accounts.rules import Duty
from marketplace.catalogue.models import Product, ProductCertification
from marketplace.catalogue.rules import Certificate
from marketplace.catalogue.service import certifications
from marketplace.kernel.actor import system
from marketplace.kernel.days import Month, day_of
from marketplace.kernel.errors import Invalid
from marketplace.sales.models import Sale
from marketplace.sales.rules import Channel, NewSale
from marketplace.sales.service import recording
from marketplace.statistics.queries.checks import check
from marketplace.statistics.rules.slices import Slice
from marketplace.transaction import transaction
from marketplace.workflows import certify_products


@pytest.fixture
def officer(cast):
    return cast.actor(cast.officer(Duty.REVIEWER))


@pytest.fixture
def product(cast, session):
    return session.get(Product, cast.product(cast.supplier(), certified=None).product_id)


@pytest.fixture
def sell(product, now):
    """Records a sale of the product, and a return of half of it."""

    def record(number: str, sold_on: date) -> None:
        told = {"supplier_id": product.supplier_id, "product_id": product.id, "channel": Channel.OUTLET,
                "sold_on": sold_on, "source": "ledger"}  # fmt: skip
        rows = [
            NewSale(**told, source_number=number, amount_fen=1000),
            NewSale(**told, source_number=f"{number}-R", amount_fen=-500, reverses=number),
        ]
        with transaction():
            recording.record(rows, actor=system(), now=now)

    return record


@pytest.fixture
def certify(product, officer, now):
    def announce_and_certify(from_on=date(2020, 3, 1), last_on=None, **changes) -> int:
        told = Certificate(
            **{"product_number": product.product_number, "from_on": from_on, "last_on": last_on} | changes
        )
        with transaction():
            batch = certifications.announce(number=f"批次{from_on}", announced_on=from_on, actor=officer, now=now)
            return certify_products.certify(batch_id=batch.id, certificates=[told], actor=officer, now=now)

    return announce_and_certify


@pytest.fixture
def certified(session):
    """Tells certified and all sales, and that stored facts are sound."""

    def tell() -> tuple[int, int]:
        session.expire_all()
        asked = Slice(region_code="621000", month_from=Month("2020-01"), month_to=Month("2020-12"))
        found = check(asked, today=date(2020, 12, 31), actor=system())
        assert next(one for one in found if one.id == "certification_recomputes").holds
        rows = session.query(Sale).all()
        return (sum(s.amount_fen for s in rows if s.product_certification_id), sum(s.amount_fen for s in rows))

    return tell


@pytest.mark.parametrize("order", ["sold first", "certified first"])
def test_law_6_the_order_in_which_sale_and_certification_are_told_does_not_matter(sell, certify, certified, order):
    steps = [lambda: (sell("A", date(2020, 2, 29)), sell("B", date(2020, 3, 1))), certify]
    for step in steps if order == "sold first" else reversed(steps):
        step()
    assert certified() == (500, 1000)


def test_law_6_a_later_certification_of_the_day_takes_its_sales_over(sell, certify, certified, session):
    certify()
    sell("B", date(2020, 5, 1))
    certify(date(2020, 4, 1))
    assert certified() == (500, 500)
    restated = session.query(Sale).filter_by(generation=1)
    latest = session.query(ProductCertification).filter_by(from_on=date(2020, 4, 1)).one()
    assert {(sale.kind, sale.product_certification_id) for sale in restated} == {
        ("sale", latest.id), ("return", latest.id),
    }  # fmt: skip


def test_law_6_what_is_sold_on_the_day_of_a_withdrawal_is_certified_no_more(
    sell, certify, certified, session, officer, now
):
    certify()
    today = day_of(now)
    sell("A", today)
    sell("B", today - timedelta(days=1))
    known = session.query(ProductCertification).one()
    with transaction():
        told = {"certification_id": known.id, "from_on": today, "reason": "放弃"}
        certify_products.withdraw(**told, actor=officer, now=now)
    assert certified() == (500, 1000)


def test_what_is_refused_restates_nothing(sell, certify, certified):
    sell("A", date(2020, 5, 1))
    with pytest.raises(Invalid):
        certify(ceiling_fen=0)
    assert certified() == (0, 500)
