"""Whether a household was linked with a supplier, and registered, on a day: SQL that others build on."""


def linked_on(*, supplier: str, household: str, day: str) -> str:
    """Write the SQL that a verified linkage of the two held on the day; one that ended meanwhile held until then."""
    return f"""EXISTS (
        SELECT FROM linkage tie
        WHERE tie.supplier_id = {supplier} AND tie.household_id = {household} AND tie.state IN ('verified', 'ended')
          AND tie.from_on <= {day} AND (tie.until_on IS NULL OR {day} < tie.until_on)
    )"""


def registered_on(*, household: str, day: str) -> str:
    """Write the SQL that a row of `household` was registered on the day."""
    return (
        f"({household}.registered_on <= {day} AND ({household}.cleared_on IS NULL OR {day} < {household}.cleared_on))"
    )
