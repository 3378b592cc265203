"""Sales from a file: the same file twice changes nothing, the same key with another fact is told at its cell."""

import pytest
from sqlalchemy import select, text

from marketplace.accounts.models import Organisation
from marketplace.catalogue.models import Product

HEADER = [
    "来源", "来源单号", "行号", "销售日期", "渠道", "标签", "供应商信用代码", "产品编号", "数量", "金额(元)",
    "采购单位", "采购单位类型", "采购单位区划", "发票号码", "冲销单号",
]  # fmt: skip


@pytest.fixture
def row(cast):
    """A row with every cell filled, and the changes asked for by header."""
    supplier = cast.supplier()
    uscc = cast.session.scalar(select(Organisation.uscc).where(Organisation.id == supplier.organisation_id))
    sku = cast.product(supplier)
    number = cast.session.get(Product, sku.product_id).product_number
    cells = ["平台", "D1", "1", "2020-05-01", "网络零售", "甲;乙", uscc, number, "12", "1,234.50",
             "环县一中", "学校", "621022", "F1", ""]  # fmt: skip

    def tell(**changes):
        return [changes.get(name, cell) for name, cell in zip(HEADER, cells, strict=True)]

    return tell


def count(session):
    return session.scalar(text("SELECT count(*) FROM sale"))


def test_the_same_file_twice_changes_nothing(bring, row, session):
    rows = [HEADER, row(), row(来源单号="T1", **{"金额(元)": "-100", "数量": "1", "发票号码": "", "冲销单号": "D1"})]
    assert bring("sales", rows).batch.rows_written == 2
    again = bring("sales", rows).batch
    assert (again.rows_written, again.rows_unchanged, again.problems) == (0, 2, [])
    assert count(session) == 2


@pytest.mark.parametrize(
    ("header", "column", "known", "told"),
    [
        ("数量", "quantity", "12", "13"),
        ("金额(元)", "amount", "1234.50", "1234.51"),
        ("采购单位", "buyer_name", "环县一中", "庆城一中"),
        ("采购单位类型", "buyer_kind", "school", "union"),
        ("采购单位区划", "buyer_region", "621022", "621021"),
        ("标签", "tags", "乙; 甲", "丙"),
        ("产品编号", "product_number", "P", "–"),
        ("发票号码", "invoice_number", "F1", "F2"),
    ],
)
def test_a_known_key_with_another_fact_is_an_error_of_its_row(bring, row, session, header, column, known, told):
    bring("sales", [HEADER, row()])
    cell = {"1234.50": "1234.51", "school": "工会"}.get(known, "" if told == "–" else told)
    brought = bring("sales", [HEADER, row(**{header: cell})])
    assert brought.codes() == [(2, column, "sale.told_differently")]
    [problem] = brought.batch.problems
    assert problem["facts"]["known"].startswith(known)
    assert problem["facts"]["told"] == told
    assert told in problem["zh"]
    assert brought.batch.state == "refused"
    assert count(session) == 1


@pytest.mark.parametrize("cells", [{"来源单号": ""}, {"冲销单号": "x" * 101, "来源单号": "T1"}])
def test_a_row_whose_document_is_unread_keeps_out_the_documents_of_its_source(bring, row, session, cells):
    changes = {"行号": "2", "发票号码": "", "金额(元)": "-100", "数量": "1"}
    told = [row(), row(来源="商城", 来源单号="D2", 发票号码="F2"), row(**changes | cells)]
    brought = bring("sales", [HEADER, *told], skips_bad_rows=True)
    assert (2, "source", "row.group_incomplete") in brought.codes()
    assert brought.batch.rows_written == 1
    assert session.scalars(text("SELECT source FROM sale")).all() == ["商城"]
