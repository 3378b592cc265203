"""Whether the sums kept of sales are those of the sales."""

from datetime import date
from typing import Final

from marketplace.statistics.queries.rule_files import find_broken, list_rule_files
from marketplace.statistics.rules.checks import Finding, Kind

_RULE: Final = "rollup_recomputes"


def verify_rollup() -> Finding:
    """Recount all sales, in one statement, and find the sums that are not theirs, each with how far it is off."""
    (rule,) = (rule for rule in list_rule_files(Kind.INVARIANT) if rule.id == _RULE)
    return find_broken(rule, {"prefix": "", "from_on": date.min, "end_on": date.max})
