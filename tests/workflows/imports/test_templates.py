"""The templates: an example row that can be read, whatever its kind."""

import pytest

from marketplace.gateways import sheets
from marketplace.imports.rules.headers import match
from marketplace.imports.rules.rows import RowReader
from marketplace.workflows.imports import uploads
from marketplace.workflows.imports.kinds import KINDS


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_every_cell_of_the_example_row_can_be_read(kind, ending):
    with uploads.template(kind, ending=ending) as path:
        sheet = sheets.read(path)
        _, header = next(sheet.rows)
        reader = RowReader(match(KINDS[kind].columns, header), sheet=sheet.name)
        for number, row in sheet.rows:
            _, problems = reader.read(number, row)
            assert [(each.column.name, each.value) for each in problems] == []


def test_the_example_of_an_order_says_that_it_is_one_and_never_grows_old():
    with uploads.template("order-lines", ending="csv") as path:
        sheet = sheets.read(path)
        _, header = next(sheet.rows)
        _, example = next(sheet.rows)
    told = dict(zip(header, example, strict=False))
    assert "示例" in told["规格编号/sku*"]
    assert told.get("送货日期/deliver_on") is None
