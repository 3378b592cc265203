"""Checks that several kinds share."""

from marketplace.imports.errors import OutsideScope, PeriodEmpty, RegionNotKnown, RowRepeated, SupplierNotKnown
from marketplace.workflows.imports.kind import Check


def repeated(*columns: str) -> Check:
    """Refuse a row whose key another row of the file has already said; told with the first such row."""
    key = ", ".join(columns)
    filled = " AND ".join(f"{column} IS NOT NULL" for column in columns[:1])
    return Check(
        columns[0],
        RowRepeated,
        f"""
        SELECT row_number, first_row FROM (
            SELECT row_number, min(row_number) OVER (PARTITION BY {key}) AS first_row FROM staged WHERE {filled}
        ) keyed WHERE row_number > first_row
        """,  # noqa: S608  column names are constants of a kind
    )


def known_region(column: str) -> Check:
    """Refuse an area code that the register has never had."""
    return Check(
        column,
        RegionNotKnown,
        f"""
        SELECT row_number FROM staged
        WHERE {column} IS NOT NULL AND {column} IN (
            SELECT DISTINCT {column} FROM staged EXCEPT SELECT code FROM region
        )
        """,  # noqa: S608  as above
    )


def region_in_scope(column: str) -> Check:
    """Refuse an area code outside the importer's region."""
    return Check(
        column,
        OutsideScope,
        f"SELECT row_number FROM staged WHERE NOT starts_with({column}, :region_prefix)",  # noqa: S608  as above
    )


def known_supplier(column: str = "uscc") -> Check:
    """Refuse a credit code that no supplier has."""
    return Check(
        column,
        SupplierNotKnown,
        f"""
        SELECT row_number FROM staged
        WHERE {column} IS NOT NULL AND {column} NOT IN (
            SELECT uscc FROM organisation JOIN supplier ON supplier.organisation_id = organisation.id
        )
        """,  # noqa: S608  as above
    )


def period_not_empty(from_column: str, until_column: str) -> Check:
    """Refuse a last day before the first; both count."""
    return Check(
        until_column,
        PeriodEmpty,
        f"SELECT row_number FROM staged WHERE {until_column} < {from_column}",  # noqa: S608  as above
    )


def known_in_scope(column: str) -> Check:
    """Refuse to tell anew, by this key, what is known of a host outside the scope of who brings the file."""
    return Check(
        column, OutsideScope, "SELECT row_number FROM staged WHERE NOT starts_with(known_host, :region_prefix)"
    )
