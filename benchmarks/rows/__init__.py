"""The rows of the table, by the names they are asked for; what each means stands in docs/benchmarks.md."""

from collections.abc import Mapping
from typing import Final

from benchmarks.measuring import Row
from benchmarks.rows.browsing import CATALOGUE, SEARCH
from benchmarks.rows.counting import FIGURES
from benchmarks.rows.importing import IMPORTS
from benchmarks.rows.nation import NATION
from benchmarks.rows.ordering import ORDERS
from benchmarks.rows.pages import CATALOGUE_PAGE, EXPLORER

ROWS: Final[Mapping[str, Row]] = {
    row.name: row for row in (CATALOGUE, CATALOGUE_PAGE, SEARCH, ORDERS, FIGURES, EXPLORER, NATION, IMPORTS)
}
