"""Headers that do not fit: what is missing is named."""

import pytest

from marketplace.imports.errors import ColumnsMissing, HeaderMissing
from marketplace.imports.rules.headers import match
from marketplace.workflows.imports.order_lines import COLUMNS


def test_a_row_that_names_no_column_is_told_every_required_one():
    with pytest.raises(HeaderMissing) as refusal:
        match(COLUMNS, ["a", "b"])
    assert refusal.value.facts["columns"] == ["规格编号/sku*", "数量/quantity*"]
    assert "规格编号/sku*, 数量/quantity*" in refusal.value.sentence("en")


def test_a_header_that_lacks_a_required_column_is_told_which():
    with pytest.raises(ColumnsMissing) as refusal:
        match(COLUMNS, ["sku", "note"])
    assert refusal.value.facts["columns"] == ["数量/quantity*"]
