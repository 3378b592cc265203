"""What closes every report: which self-checks of its figures hold, and up to which moment facts were counted."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from marketplace.kernel.days import BEIJING
from marketplace.statistics.rules.checks import Finding


def close(checks: Sequence[Finding], cut_off: datetime, language: str) -> Iterator[str]:
    """Write the closing sentences of a report in `zh` or `en`."""
    is_english = language == "en"
    kept = [check.title(language) for check in checks if check.holds]
    broken = [f"{each.title(language)} ({each.rows_count})" for each in checks if not each.holds]
    if kept:
        yield f"Self-checks that hold: {'; '.join(kept)}." if is_english else f"自检成立：{'；'.join(kept)}。"
    if broken:
        told = "; ".join(broken) if is_english else "；".join(broken)
        yield f"Self-checks that do not hold: {told}." if is_english else f"自检不成立，请先核实：{told}。"
    moment = f"{cut_off.astimezone(BEIJING):%Y-%m-%d %H:%M}"
    yield f"As of {moment}, Beijing time." if is_english else f"数据截至 {moment}（北京时间）。"
