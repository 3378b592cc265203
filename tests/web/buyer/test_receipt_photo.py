"""A photo goes with a receipt: kept with it, shown to the buyer, chosen once however often a line is mended."""

import io

import pytest

from marketplace.evidence.models import StoredFile
from marketplace.purchasing.models import Receipt
from tests.factories import documents


@pytest.fixture
def address(stage, sku):
    """Where a shipment of five boxes is received."""
    order_id = stage.confirmed((sku, 5))
    stage.ship(order_id, (1, 5))
    return f"/buyer/orders/{order_id}/shipments/1/receipt"


def photo(name="烂果.png"):
    return io.BytesIO(documents.png()), name


def test_a_photo_is_kept_with_the_receipt(desk, stage, address):
    receiver = desk(stage.receiver)
    receiver.open(address)
    page = receiver.send(lines__0__accepted="4", lines__0__reject_reason="spoiled", evidence_file_id=photo())
    receipt = stage.session.query(Receipt).one()
    file = stage.session.get(StoredFile, receipt.evidence_file_id)
    assert (file.organisation_id, file.file_name) == (stage.school.id, "烂果.png")
    assert f"/files/{file.id}" in [link["href"] for link in page.all("a")]
    with receiver.client.get(f"/files/{file.id}") as answer:
        assert answer.data == documents.png()


def test_a_photo_is_chosen_once_however_often_a_line_is_mended(desk, stage, address):
    receiver = desk(stage.receiver)
    receiver.open(address)
    page = receiver.send(lines__0__accepted="4", evidence_file_id=photo(), status=422)
    assert "烂果.png" in page.text
    receiver.send(lines__0__reject_reason="spoiled")
    assert stage.session.query(Receipt).one().evidence_file_id == stage.session.query(StoredFile).one().id


def test_a_receipt_needs_no_photo(desk, stage, address):
    receiver = desk(stage.receiver)
    receiver.open(address)
    assert "验收已登记。" in receiver.send().text
    assert stage.session.query(Receipt).one().evidence_file_id is None


def test_what_is_no_picture_is_refused_at_its_field_and_nothing_is_received(desk, stage, address):
    receiver = desk(stage.receiver)
    receiver.open(address)
    page = receiver.send(evidence_file_id=(io.BytesIO(documents.PROGRAM), "烂果.png"), status=422)
    assert "evidence_file_id-errors" in [tag.get("id") for tag in page.all("ul")]
    assert stage.session.query(Receipt).count() == 0


def test_the_file_of_another_is_no_photo(desk, stage, address, cast):
    foreign = cast.file(stage.supplier.organisation_id, media_type="image/png", file_name="别人的.png")
    stage.session.commit()
    receiver = desk(stage.receiver)
    receiver.open(address)
    page = receiver.send(evidence_file_id=str(foreign.id), status=422)
    assert "别人的" not in page.text
    assert stage.session.query(Receipt).count() == 0


def test_an_outsider_keeps_no_file_here(desk, stage, cast, address):
    outsider = desk(cast.outsider())
    outsider.open("/buyer/order")
    token = outsider.fields("/buyer/order/review")["csrf_token"]
    outsider.post(address, {"csrf_token": token, "lines.0.accepted": "5", "evidence_file_id": photo()}, 404)
    assert stage.session.query(StoredFile).count() == 0


def test_an_open_charge_offers_to_copy_its_code_and_one_that_is_not_final_does_not(desk, stage, sku, address):
    stage.placed((sku, 1))
    receiver = desk(stage.receiver)
    receiver.open(address)
    receiver.send()
    page = desk(stage.purchaser).open("/buyer/payments")
    assert [button["data-copied"] for button in page.all("button") if button.get("data-copied")] == ["已复制"]
    (script,) = page.all("script")
    assert (script["type"], script["src"].rsplit("/", 1)[1]) == ("module", "copy.js")
    with receiver.client.get(script["src"]) as answer:
        assert answer.mimetype == "text/javascript"
        assert answer.cache_control.immutable
