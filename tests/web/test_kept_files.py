"""A kept file is given to who may read it, to be saved; to nobody else, and never in the place of a page."""

import pytest

from marketplace.accounts.models import Organisation
from marketplace.evidence import service as evidence
from marketplace.web.files import store

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture
def kept(app, stage, now) -> int:
    """A picture of the supplier's."""
    owner = stage.session.get(Organisation, stage.supplier.organisation_id)
    row = evidence.keep(
        content=PNG,
        file_name="收据.png",
        store=store(),
        actor=stage.as_(stage.seller),
        now=now,
        organisation_id=owner.id,
    )
    stage.session.commit()
    return row.id


def test_a_file_is_saved_and_not_shown(desk, stage, kept):
    with desk(stage.seller).client.get(f"/files/{kept}") as answer:
        assert answer.status_code == 200
        assert answer.data == PNG
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_an_outsider_gets_no_byte_of_it(desk, cast, kept):
    answer = desk(cast.outsider()).client.get(f"/files/{kept}")
    assert answer.status_code == 404
    assert PNG[:8] not in answer.data
    assert "收据".encode() not in answer.data


def test_nobody_signs_in_first(browser, kept):
    assert browser().get(f"/files/{kept}").status_code == 302
