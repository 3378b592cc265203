"""How much each sale came to, so that every total of the year is met to the fen.

A cell's target is spread over its lines by weight; a line with a product is rounded to whole packs at its price;
returns take back what they say; and what rounding left over goes to the loose lines. For online retail of the year the
attributed income is a second total: the part of the amount that goes to linked suppliers is chosen so that the pools
come near it, and the last fen are moved between loose lines that share one half and loose lines that share nothing.
"""

from collections.abc import Iterable, Sequence
from random import Random

from marketplace.kernel.money import allocate, share_of
from marketplace.workflows.demo.rosters import ANCHOR_SHARE_BP
from marketplace.workflows.demo.sales import WHOLE_BP, Cell, Line
from marketplace.workflows.demo.targets import EAST_WEST, YEAR, Size

_Told = dict[tuple[str, int], str]
"""Which source told of so many fen of a product."""

_DISCOUNTS_PERCENT = (100, 100, 100, 98, 95, 92)


def settle(rng: Random, size: Size, cells: Sequence[Cell]) -> list[Line]:
    """Find every amount and write the returns; give all lines back, originals and returns.

    :raises ValueError: if a target cannot be met with these lines.
    """
    lines: list[Line] = []
    told: _Told = {}
    pool_fen = 0
    for cell in sorted(cells, key=lambda cell: (cell.year, cell.channel, not cell.by_tianjin)):
        brought_over = [
            line
            for line in lines
            if line.reverses and line.sold_on.year == cell.year and line.reverses.sold_on.year < cell.year
            and line.channel == cell.channel and line.tags.startswith(EAST_WEST) == cell.by_tianjin
        ]  # fmt: skip
        is_online = cell.channel == "online_retail" and cell.year == YEAR
        if is_online and not cell.by_tianjin:
            returns = _meet_both(rng, told, cell, brought_over, size.online_income_fen - pool_fen)
        else:
            returns = _meet(rng, told, cell, brought_over)
        if is_online:
            pool_fen += _pool(this_year(cell, [*cell.lines, *returns, *brought_over]))
        lines += cell.lines + returns
    if min((line.amount_fen for line in lines if not line.reverses), default=1) <= 0:
        message = "a loose line cannot take up what rounding left over"
        raise ValueError(message)
    return lines


def this_year(cell: Cell, lines: Iterable[Line]) -> list[Line]:
    """Keep the lines dated in the cell's year."""
    return [line for line in lines if line.sold_on.year == cell.year]


def _meet(rng: Random, told: _Told, cell: Cell, brought_over: Sequence[Line]) -> list[Line]:
    """Price a cell so that its net sales are its target."""
    carried_fen = _total(brought_over)
    _price(rng, told, cell.lines, cell.target_fen - carried_fen)
    returns = [_return_of(line) for line in cell.lines if line.returned_on]
    missing_fen = cell.target_fen - carried_fen - _total(this_year(cell, [*cell.lines, *returns]))
    _spread(missing_fen, [line for line in cell.lines if line.is_loose])
    return returns


def _meet_both(rng: Random, told: _Told, cell: Cell, brought_over: Sequence[Line], pool_fen: int) -> list[Line]:
    """Price a cell so that its net sales are its target and its net pools are `pool_fen`."""
    linked = [line for line in cell.lines if line.version]
    unlinked = [line for line in cell.lines if not line.version]
    carried_fen = _total(brought_over)
    kept = sum(line.weight * line.kept_bp for line in linked)
    shared = sum(line.weight * line.kept_bp * line.version.share_bp for line in linked if line.version)
    linked_fen = (pool_fen - _pool(brought_over)) * WHOLE_BP * kept // shared
    _price(rng, told, linked, linked_fen)
    _price(rng, told, unlinked, cell.target_fen - carried_fen - linked_fen)
    halves = [line for line in linked if line.is_loose and line.version and line.version.share_bp == ANCHOR_SHARE_BP]
    for line in halves:
        line.amount_fen -= line.amount_fen % 2
    returns = [_return_of(line) for line in cell.lines if line.returned_on]
    in_year = this_year(cell, [*cell.lines, *returns])
    missing_fen = cell.target_fen - carried_fen - _total(in_year)
    missing_pool_fen = pool_fen - _pool([*in_year, *brought_over])
    _spread(missing_pool_fen, halves, times=2)
    _spread(missing_fen - 2 * missing_pool_fen, [line for line in unlinked if line.is_loose])
    return returns


def _price(rng: Random, told: _Told, lines: Sequence[Line], net_fen: int) -> None:
    """Spread net sales over lines by weight, gross of what comes back, in whole packs where there is a product.

    Where another source already tells of the same amount of the product, a pack more keeps the two from looking alike.
    """
    kept = sum(line.weight * line.kept_bp for line in lines)
    for line in lines:
        line.amount_fen = net_fen * line.weight * WHOLE_BP // kept
        if line.product:
            line.unit_fen = line.product.price_fen * rng.choice(_DISCOUNTS_PERCENT) // 100
            line.quantity = max((line.amount_fen + line.unit_fen // 2) // line.unit_fen, 1)
            while told.setdefault((line.product.number, line.quantity * line.unit_fen), line.source) != line.source:
                line.quantity += 1
            line.amount_fen = line.quantity * line.unit_fen


def _return_of(line: Line) -> Line:
    """Write the return of a line: whole packs of it, or a part of a loose amount."""
    if line.returned_on is None:
        message = "the line is not returned"
        raise ValueError(message)
    quantity = max(line.quantity * line.returned_bp // WHOLE_BP, 1) if line.quantity else 0
    amount_fen = quantity * line.unit_fen if quantity else line.amount_fen * line.returned_bp // WHOLE_BP
    return Line(
        line.channel, line.returned_on, line.supplier, line.product, line.version, line.buyer, line.tags, line.source,
        line.document, line.line, line.outlet, line.weight, reverses=line, quantity=-quantity, amount_fen=-amount_fen,
    )  # fmt: skip


def _spread(fen: int, lines: Sequence[Line], times: int = 1) -> None:
    """Add an amount to loose lines in proportion to what they already come to, in steps of `times` fen."""
    for line, part in zip(lines, allocate(fen, [line.amount_fen for line in lines]), strict=True):
        line.amount_fen += part * times


def _total(lines: Iterable[Line]) -> int:
    return sum(line.amount_fen for line in lines)


def _pool(lines: Iterable[Line]) -> int:
    return sum(share_of(line.amount_fen, line.version.share_bp) for line in lines if line.version)
