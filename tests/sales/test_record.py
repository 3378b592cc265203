from dataclasses import fields
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select, text

from marketplace.accounts.rules import BuyerKind
from marketplace.audit.models import AuditLine
from marketplace.households.models import Roster
from marketplace.kernel.actor import system
from marketplace.sales.errors import SalesRefused
from marketplace.sales.models import LookAlike
from marketplace.sales.rules import Channel, Recorded, SaleKind
from marketplace.sales.service import corrections
from tests.catalogue.statements import counted


def codes(refusal) -> dict[str, list[str]]:
    return {path: [error.reason for error in errors] for path, errors in refusal.value.fields.items()}


def test_a_sale_finds_certification_roster_version_and_pool_of_its_day(record, told, sales, roster):
    assert record(told(tags=["东西部协作"], quantity=Decimal("1.5"))) == Recorded(1, 0, 0)
    (sale,) = sales()
    assert (sale.kind, sale.roster_version_id, sale.pool_fen, sale.is_benefiting) == ("sale", roster.id, 1000, True)
    assert sale.product_certification_id is not None
    assert (sale.origin_code, sale.tags, sale.quantity) == ("621022", ["东西部协作"], Decimal("1.500"))


def test_a_sale_after_the_certification_is_not_certified(record, told, sales):
    record(told(sold_on=date(2021, 1, 1)), told(source_number="A-2", sold_on=date(2020, 12, 31)))
    late, last_day = sales()
    assert late.product_certification_id is None
    assert last_day.product_certification_id is not None


def test_a_sale_above_the_ceiling_price_is_certified_all_the_same(record, told, sales, session):
    session.execute(text("UPDATE product_certification SET ceiling_fen = 5000"))
    record(told(quantity=Decimal(2)), told(source_number="A-2", quantity=Decimal("1.9")))
    assert [sale.product_certification_id is not None for sale in sales()] == [True, True]


def test_law_7_lot_roster_before_product_roster_before_supplier_roster(
    record, told, sales, cast, supplier, sku, roster
):
    of_product = cast.roster(
        supplier,
        [(cast.household(), 1)],
        product_id=sku.product_id,
        from_on=date(2020, 3, 1),
        until_on=date(2020, 6, 1),
    )
    record(
        told(sold_on=date(2020, 2, 29)),
        told(source_number="A-2", sold_on=date(2020, 3, 1)),
        told(source_number="A-3", sold_on=date(2020, 5, 31)),
        told(source_number="A-4", sold_on=date(2020, 6, 1)),
        told(source_number="A-5", product_id=None),
    )
    assert [sale.roster_version_id for sale in sales()] == [
        roster.id,
        of_product.id,
        of_product.id,
        roster.id,
        roster.id,
    ]


def test_a_later_declared_version_supersedes_even_after_it_has_ended(
    record, told, sales, cast, session, supplier, roster
):
    later = cast.roster(cast.supplier(), [(cast.household(), 1)], from_on=date(2020, 4, 1), until_on=date(2020, 5, 1))
    later.roster_id = session.scalar(select(Roster.id).where(Roster.supplier_id == supplier.id))
    session.flush()
    record(
        told(sold_on=date(2020, 3, 31)),
        told(source_number="A-2", sold_on=date(2020, 4, 30)),
        told(source_number="A-3", sold_on=date(2020, 5, 1)),
    )
    assert [sale.roster_version_id for sale in sales()] == [roster.id, later.id, None]


def test_a_version_that_lost_its_last_household_is_a_roster_without_a_pool(record, told, sales, cast, supplier):
    empty = cast.roster(supplier, [], share_bp=5000)
    record(told())
    (sale,) = sales()
    assert (sale.roster_version_id, sale.pool_fen, sale.is_benefiting) == (empty.id, 0, False)


@pytest.mark.parametrize(("amount_fen", "pool_fen"), [(5, 1), (4, 0), (15, 2), (14, 1), (10**15, 10**14)])
def test_law_1_the_pool_is_rounded_half_up_and_a_return_mirrors_it(record, told, sales, roster, amount_fen, pool_fen):
    record(told(amount_fen=amount_fen), told(source_number="R", amount_fen=-amount_fen, reverses="A-1"))
    assert [sale.pool_fen for sale in sales()] == [pool_fen, -pool_fen]


def test_law_3_the_same_sale_twice_changes_nothing(record, told, sales, roster):
    rows = told(), told(source_number="R", amount_fen=-10, reverses="A-1")
    assert record(*rows) == Recorded(2, 0, 0)
    assert record(*rows) == Recorded(0, 2, 0)
    assert len(sales()) == 2


OTHERS = [
    ("sold_on", {"sold_on": date(2020, 5, 2)}, "2020-05-01", "2020-05-02"),
    ("channel", {"channel": Channel.EVENT}, "outlet", "event"),
    ("tags", {"tags": ["乙"]}, "乙; 甲", "乙"),
    ("product", {"product_id": None}, "P", "–"),
    ("quantity", {"quantity": Decimal("2.5")}, "1.5", "2.5"),
    ("quantity", {"quantity": None}, "1.5", "–"),
    ("amount", {"amount_fen": 10_001}, "100.00", "100.01"),
    ("buyer_name", {"buyer_name": "乙校"}, "甲校", "乙校"),
    ("buyer_kind", {"buyer_kind": BuyerKind.UNION}, "school", "union"),
    ("buyer_region", {"buyer_code": "621021"}, "621022", "621021"),
    ("invoice_number", {"invoice_number": "F2"}, "F1", "F2"),
]


@pytest.fixture
def full(told):
    """Tells a sale with every fact, with the changes asked for."""
    facts = {
        "tags": ["甲", "乙"],
        "quantity": Decimal("1.5"),
        "buyer_name": "甲校",
        "buyer_kind": BuyerKind.SCHOOL,
        "buyer_code": "621022",
        "invoice_number": "F1",
    }
    return lambda **changes: told(**facts | changes)


@pytest.mark.parametrize(("field", "change", "known", "now_told"), OTHERS)
def test_the_same_key_with_another_fact_is_refused_at_the_fact(record, full, sales, field, change, known, now_told):
    record(full())
    with pytest.raises(SalesRefused) as refusal:
        record(full(**change))
    assert codes(refusal) == {f"rows.0.{field}": ["sale.told_differently"]}
    [error] = refusal.value.fields[f"rows.0.{field}"]
    assert error.facts["told"] == now_told
    assert error.facts["known"].startswith(known)
    for language in ("zh", "en"):
        assert known in error.sentence(language)
        assert now_told in error.sentence(language)
    assert len(sales()) == 1


def test_a_fact_that_no_row_of_the_table_above_changes_is_forgotten_by_nobody(told):
    changed = {name for _, change, *_ in OTHERS for name in change}
    asked_elsewhere = {"supplier_id", "lot_id", "buyer_organisation_id", "reverses", "source", "source_number", "line"}
    assert {field.name for field in fields(told())} == changed | asked_elsewhere


def test_every_other_fact_is_told_at_once(record, full, cast, session):
    record(full())
    other = cast.supplier()
    with pytest.raises(SalesRefused) as refusal:
        record(
            full(
                supplier_id=other.id, product_id=None, quantity=Decimal(9), buyer_organisation_id=other.organisation_id
            )
        )
    assert set(codes(refusal)) == {f"rows.0.{name}" for name in ("supplier", "product", "quantity", "buyer_name")}


def test_the_order_of_tags_tells_nothing(record, full):
    record(full())
    assert record(full(tags=["乙", "甲"])) == Recorded(0, 1, 0)


def test_a_return_told_again_is_asked_for_its_own_facts_only(record, full, told, sales):
    back = {"source_number": "R", "amount_fen": -10, "reverses": "A-1", "quantity": Decimal(1)}
    record(full(), told(**back))
    assert record(told(**back, channel=Channel.EVENT, tags=["丙"], product_id=None)) == Recorded(0, 1, 0)
    record(told(source_number="A-2"))
    for field, change in (
        ("quantity", {"quantity": Decimal(2)}),
        ("amount", {"amount_fen": -11}),
        ("reverses", {"reverses": "A-2"}),
        ("invoice_number", {"invoice_number": "F9"}),
    ):
        with pytest.raises(SalesRefused) as refusal:
            record(told(**back | change))
        assert codes(refusal) == {f"rows.0.{field}": ["sale.told_differently"]}
    assert len(sales()) == 3


@pytest.mark.parametrize("state", ["waiting", "refused"])
def test_what_waits_or_was_refused_as_a_look_alike_is_known_with_its_facts_too(record, full, session, state):
    record(full())
    alike = {"source": "platform", "invoice_number": None}
    assert record(full(**alike)) == Recorded(0, 0, 1)
    if state == "refused":
        session.execute(text("UPDATE look_alike SET state = 'refused', decided_at = now(), reason = 'x'"))
    assert record(full(**alike)) == Recorded(0, 1, 0)
    with pytest.raises(SalesRefused) as refusal:
        record(full(**alike, quantity=Decimal(7)))
    assert codes(refusal) == {"rows.0.quantity": ["sale.told_differently"]}


def test_what_was_corrected_may_be_told_otherwise(record, full, sales, now):
    record(full())
    corrections.take_back(source="ledger", source_numbers=["A-1"], reason="错", actor=system(), now=now)
    assert record(full(quantity=Decimal(7))) == Recorded(1, 0, 0)
    assert record(full(quantity=Decimal(7))) == Recorded(0, 1, 0)


def test_a_key_told_twice_at_once_is_refused(record, told):
    with pytest.raises(SalesRefused) as refusal:
        record(told(), told(source_number="A-2"), told())
    assert codes(refusal) == {"rows.2.source_number": ["sale.key_repeated"]}
    assert refusal.value.fields["rows.2.source_number"][0].facts == {"other_row": 0}


def test_law_5_an_invoice_line_of_a_seller_is_sold_once(record, told, sales):
    record(told(invoice_number="F1"), told(source_number="A-2", invoice_number="F1", line=2))
    with pytest.raises(SalesRefused) as refusal:
        record(
            told(source="other", invoice_number="F1", amount_fen=7),
            told(source="other", source_number="A-2", invoice_number="F2"),
            told(source="other", source_number="A-3", invoice_number="F2"),
        )
    assert codes(refusal) == {
        "rows.0.invoice_number": ["sale.invoice_taken"],
        "rows.2.invoice_number": ["sale.invoice_taken"],
    }


def test_a_return_in_the_same_submission_may_come_before_its_sale(record, told, sales, roster):
    record(told(source_number="R", amount_fen=-4_000, reverses="A-1", sold_on=date(2020, 7, 1)), told())
    back = next(sale for sale in sales() if sale.kind is SaleKind.RETURN)
    sale = next(sale for sale in sales() if sale.kind is SaleKind.SALE)
    assert (back.reverses_id, back.roster_version_id, back.pool_fen) == (sale.id, roster.id, -400)
    assert (back.sold_on, back.is_benefiting) == (date(2020, 7, 1), True)


def test_a_return_repeats_what_its_sale_was(record, told, sales):
    record(told(tags=["云签约"], buyer_name="某校", buyer_code="120101"))
    record(
        told(
            source_number="R",
            amount_fen=-1,
            reverses="A-1",
            channel=Channel.OTHER,
            product_id=None,
            sold_on=date(2022, 1, 1),
        )
    )
    sale, back = sales()
    for name in ("channel", "tags", "product_id", "buyer_name", "buyer_code", "product_certification_id"):
        assert getattr(back, name) == getattr(sale, name), name


def test_a_return_takes_back_no_more_than_is_left(record, told, sales):
    record(told(), told(source_number="R1", amount_fen=-6_000, reverses="A-1"))
    with pytest.raises(SalesRefused) as refusal:
        record(
            told(source_number="R2", amount_fen=-4_000, reverses="A-1"),
            told(source_number="R3", amount_fen=-1, reverses="A-1"),
        )
    assert codes(refusal) == {"rows.1.amount": ["sale.return_exceeds"]}
    record(told(source_number="R2", amount_fen=-4_000, reverses="A-1"))
    assert sum(sale.amount_fen for sale in sales()) == 0


def test_of_a_number_with_several_lines_the_return_names_one(record, told, sales):
    record(
        told(amount_fen=1), told(line=2, amount_fen=2), told(source_number="R", line=2, amount_fen=-2, reverses="A-1")
    )
    _, second, back = sales()
    assert back.reverses_id == second.id
    with pytest.raises(SalesRefused) as refusal:
        record(told(source_number="R2", line=3, amount_fen=-1, reverses="A-1"))
    assert codes(refusal) == {"rows.0.reverses": ["sale.original_unclear"]}


def test_what_a_return_cannot_be(record, told, cast):
    record(told())
    stranger = cast.supplier()
    with pytest.raises(SalesRefused) as refusal:
        record(
            told(source_number="R1", amount_fen=-1),
            told(source_number="R2", amount_fen=1, reverses="A-1"),
            told(source_number="R3", amount_fen=-1, reverses="A-9"),
            told(source_number="R4", amount_fen=-1, reverses="A-1", source="other"),
            told(source_number="R5", amount_fen=-1, reverses="A-1", supplier_id=stranger.id, product_id=None),
        )
    assert codes(refusal) == {
        "rows.0.reverses": ["sale.negative_without_original"],
        "rows.1.amount": ["sale.return_not_negative"],
        "rows.2.reverses": ["sale.original_unknown"],
        "rows.3.reverses": ["sale.original_unknown"],
        "rows.4.reverses": ["sale.return_of_another"],
    }


def test_a_product_of_another_supplier_is_refused(record, told, cast):
    with pytest.raises(SalesRefused) as refusal:
        record(told(supplier_id=cast.supplier().id))
    assert codes(refusal) == {"rows.0.product": ["sale.product_of_another"]}


def test_law_5_a_look_alike_of_another_source_waits(record, told, sales, session):
    record(told(buyer_name="某校"))
    assert record(
        told(source="platform", source_number="P-1", buyer_name="某校", sold_on=date(2020, 5, 4)),
        told(source="platform", source_number="P-2", buyer_name="某校", sold_on=date(2020, 5, 5)),
        told(source="platform", source_number="P-3", buyer_name="别校"),
        told(source="platform", source_number="P-4", buyer_name="某校", product_id=None),
        told(source="ledger", source_number="A-2", buyer_name="某校"),
    ) == Recorded(4, 0, 1)
    (waiting,) = session.scalars(select(LookAlike))
    assert (waiting.source_number, waiting.resembles_id) == ("P-1", sales()[0].id)
    assert waiting.row["amount_fen"] == 10_000
    assert record(
        told(source="platform", source_number="P-1", buyer_name="某校", sold_on=date(2020, 5, 4))
    ) == Recorded(0, 1, 0)


def test_look_alikes_inside_one_submission_wait_for_the_first(record, told, sales, session):
    assert record(
        told(buyer_name="某校"),
        told(source="platform", buyer_name="某校"),
        told(source_number="A-2", buyer_name="某校"),
    ) == Recorded(2, 0, 1)
    assert session.scalars(select(LookAlike.resembles_id)).all() == [sales()[0].id]


def test_the_number_of_statements_does_not_grow_with_the_rows(record, told, session):
    def statements_for(count: int, source: str) -> int:
        rows = [told(source=source, source_number=str(n)) for n in range(count)]
        with counted() as seen:
            record(*rows)
            session.flush()
        return len(seen)

    assert statements_for(20, "few") == statements_for(500, "many") <= 25


def test_law_13_one_submission_writes_one_audit_line(record, told, session, supplier):
    record(told(), told(source_number="A-2"))
    (line,) = session.scalars(select(AuditLine).where(AuditLine.action == "sales.recorded"))
    assert line.after == {"written": 2, "waiting": 0, "amount_fen": 20_000}
    assert (line.organisation_ids, line.region_code) == ([supplier.organisation_id], "621022")


def test_nothing_told_is_nothing_written(record, session):
    assert record() == Recorded(0, 0, 0)
