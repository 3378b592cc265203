"""Listing versions that wait: beside what is on sale, listed or sent back by a second person."""

import pytest

from marketplace.catalogue.models import ListingVersion, PriceTier
from marketplace.catalogue.rules import ListingState


@pytest.fixture
def version(session, stage, sku, now) -> ListingVersion:
    """The seller's dearer version of the apples, which are on sale at 12.50."""
    row = ListingVersion(
        product_id=sku.product_id,
        number=2,
        state=ListingState.IN_REVIEW,
        name="环县红富士苹果",
        origin_code="621022",
        submitted_at=now,
        submitted_by_id=stage.seller.id,
    )
    session.add(row)
    session.flush()
    session.add(PriceTier(listing_version_id=row.id, sku_id=sku.id, min_quantity=1, unit_price_fen=1400))
    session.commit()
    return row


def state(session, version) -> str:
    session.expire_all()
    return session.get(ListingVersion, version.id).state


def test_a_version_stands_beside_what_is_on_sale_with_the_differences_marked(desk, reviewer, version):
    person = desk(reviewer)
    assert "环县红富士苹果" in person.open("/office/listing-reviews").text
    page = person.open(f"/office/listing-reviews/{version.id}")
    for told in ("环县苹果", "环县红富士苹果", "12.50 元", "14.00 元", "11.00 元"):
        assert told in page.text
    marked = [cell for cell in page.all("td") if "changed" in (cell.get("class") or "")]
    assert len(marked) == 2  # the name and the prices, not the origin
    assert page.text.count("有变化") == 2


def test_a_second_person_lists_it(desk, session, reviewer, version):
    person = desk(reviewer)
    person.open(f"/office/listing-reviews/{version.id}")
    assert "已上架。" in person.send(f"/office/listing-reviews/{version.id}/listing").text
    assert state(session, version) == "listed"
    person.open(f"/office/listing-reviews/{version.id}")
    assert "通过并上架" not in person.page.text


def test_sending_back_needs_a_reason_and_keeps_what_was_typed(desk, session, reviewer, version):
    person = desk(reviewer)
    person.open(f"/office/listing-reviews/{version.id}/sending-back")
    assert "必填" in person.send(reason=" ", status=422).text
    assert "已退回供应商修改。" in person.send(reason="价格高于同类").text
    assert state(session, version) == "sent_back"
    person.open(f"/office/listing-reviews/{version.id}/sending-back")
    page = person.send(reason="再退一次", status=409)
    assert "再退一次" in page.html


def test_law_11_who_submitted_it_is_told_why_not(desk, session, reviewer, version):
    version.submitted_by_id = reviewer.id
    session.commit()
    person = desk(reviewer)
    page = person.open(f"/office/listing-reviews/{version.id}")
    assert "须由他人审核" in page.text
    assert "通过并上架" not in page.text
    person.open(f"/office/listing-reviews/{version.id}/sending-back")
    page = person.send(reason="自己退回", status=403)
    assert any(tag.get("role") == "alert" for tag in page.all("div"))
    assert state(session, version) == "in_review"


def test_a_first_version_has_nothing_beside_it(desk, session, reviewer, version, sku):
    session.query(ListingVersion).filter_by(product_id=sku.product_id, number=1).update({"state": "superseded"})
    session.commit()
    page = desk(reviewer).open(f"/office/listing-reviews/{version.id}")
    assert "尚未在售" in page.text
    assert "有变化" not in page.text


def test_outsiders_find_nothing(desk, cast, stage, session, version, agriculture):
    outsider = desk(cast.outsider())
    assert "环县" not in outsider.open("/office/listing-reviews").text
    for address in ("", "/sending-back"):
        assert "环县" not in outsider.open(f"/office/listing-reviews/{version.id}{address}", 404).text
    for user in (stage.purchaser, stage.seller, agriculture):
        assert "红富士" not in desk(user).open(f"/office/listing-reviews/{version.id}", 403).text
    assert state(session, version) == "in_review"


def test_the_number_of_statements_does_not_grow(desk, session, cast, reviewer, stage, version, statements, now):
    person, address = desk(reviewer), f"/office/listing-reviews/{version.id}"

    def count():
        statements.clear()
        person.open("/office/listing-reviews")
        person.open(address)
        return len(statements)

    count()
    few = count()
    for _ in range(8):
        other = cast.product(stage.supplier)
        session.query(ListingVersion).filter_by(product_id=other.product_id).update({"state": "in_review"})
    session.commit()
    assert count() == few
    assert few <= 16
