"""Figures as rows of cells, and the bulletin as the sheets of a workbook: exact units, definitions beside them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from marketplace.sales.rules import Channel
from marketplace.statistics.rules.bulletin import BULLETIN_DEFINITIONS, Bulletin
from marketplace.statistics.rules.definitions import DEFINITIONS, MEASURES
from marketplace.statistics.rules.names import CHANNEL_NAMES, channel_name
from marketplace.statistics.rules.rows import Row
from marketplace.statistics.rules.slices import By
from marketplace.statistics.rules.units import in_hundredths, in_wan_or_yi, in_yuan, percent
from marketplace.statistics.rules.wording import write

Cell = str | int | Decimal | None
Sheet = tuple[str, Sequence[Sequence[Cell]]]
"""A name and its rows, the header first; amounts in yuan, rates in percent."""
_UNITS: Final[Mapping[str, tuple[str, str]]] = {
    "fen": ("元", "yuan"),
    "bp": ("%", "%"),
    "households": ("户", "households"),
    "persons": ("人", "persons"),
    "times": ("户次", "household-times"),
    "suppliers": ("家", "suppliers"),
    "products": ("个", "products"),
    "batches": ("批", "batches"),
    "events": ("场", "events"),
    "outlets": ("个", "outlets"),
    "agreements": ("份", "agreements"),
}
"""How what is counted is called in Chinese and in English."""


def figure_table(rows: Sequence[Row], *, by: By | None, cut_off: datetime) -> Sequence[Sequence[Cell]]:
    """Lay rows of figures out under a header, compared ones with base and change of every measure.

    Each row says which definitions it rests on, whether the rows add up, and up to which moment facts were counted.
    """
    is_compared = any("base" in row for row in rows)
    header = ["slice", *MEASURES]
    if is_compared:
        header += [f"base_{name}" for name in MEASURES] + [f"change_bp_{name}" for name in MEASURES]
    ends = ["definitions", *(["base_definitions"] if is_compared else [])]
    adds_up = "true" if by is None or by.is_partition else "false"
    lines: list[Sequence[Cell]] = [[*header, *ends, "adds_up", "cut_off"]]
    for row in rows:
        cells: list[Cell] = [value_of(row), *(row[name] for name in MEASURES)]
        if is_compared:
            cells += [row["base"][name] for name in MEASURES] + [row["change_bp"][name] for name in MEASURES]
        cells += [";".join(row[name]) for name in ends]
        lines.append([*cells, adds_up, cut_off.isoformat(timespec="seconds")])
    return lines


def value_of(row: Row) -> str:
    """Write the value that a row of figures stands under; a dash where its sales tell none."""
    return "; ".join("–" if value is None else str(value) for value in row["slice"].values())


def sheets(bulletin: Bulletin, language: str) -> Sequence[Sheet]:
    """Lay the bulletin out as five sheets: text, figures, channels, self-checks, definitions."""
    is_english = language == "en"
    text = [[line] for line in write(bulletin, language).splitlines()]
    return (
        ("Bulletin" if is_english else "通报", text),
        ("Figures" if is_english else "指标", [*_figures(bulletin, language)]),
        ("Channels" if is_english else "分渠道", [*_channels(bulletin, language)]),
        ("Checks" if is_english else "自检", [*_checks(bulletin, language)]),
        ("Definitions" if is_english else "口径", [*_definitions(language)]),
    )


def _figures(b: Bulletin, language: str) -> Iterator[Sequence[Cell]]:
    def row(zh: str, en: str, value: int | None, unit: str, definition: str) -> Sequence[Cell]:
        is_english, said = language == "en", None
        if unit == "fen" and value is not None:
            said = f"{in_yuan(value)} yuan" if is_english else in_wan_or_yi(value)
        told = in_hundredths(value) if unit in {"fen", "bp"} else value
        return [en if is_english else zh, told, _UNITS[unit][is_english], said, definition]

    yield (
        ["Figure", "Value", "Unit", "In words", "Definition"]
        if language == "en"
        else ["指标", "数值", "单位", "表述", "口径"]
    )
    whole, online = b.whole, b.channel(Channel.ONLINE_RETAIL)
    yield row("销售额", "Sales", whole["sales_fen"], "fen", "sales.v1")
    yield row("上年销售额", "Sales a year before", b.whole_base["sales_fen"], "fen", "sales.v1")
    yield row("销售额增减", "Change of sales", b.change_bp, "bp", "sales.v1")
    yield row("认定产品销售额", "Certified sales", whole["certified_fen"], "fen", "sales.certified.v1")
    yield row("带贫销售额", "Benefiting sales", whole["benefiting_fen"], "fen", "sales.benefiting.v1")
    yield row("未关联销售额", "Sales not attributed", whole["unattributed_fen"], "fen", "sales.unattributed.v1")
    yield row("折算增收", "Attributed income", whole["attributed_fen"], "fen", "income.attributed.v1")
    yield row("实付到户", "Evidenced income", whole["evidenced_fen"], "fen", "income.evidenced.v1")
    yield row("实付户数", "Households paid", b.evidenced_households, "households", "households.evidenced.v1")
    yield row("带贫户数", "Households benefited", whole["households"], "households", "households.v1")
    yield row("带贫人数", "Persons benefited", whole["persons"], "persons", "persons.v1")
    yield row("户次", "Household-times", whole["household_times"], "times", "household_times.v1")
    yield row("覆盖率", "Coverage", b.coverage_bp, "bp", "coverage.v1")
    yield row("认定供应商", "Certified suppliers", b.counts.suppliers, "suppliers", "suppliers.certified.v1")
    yield row("认定产品", "Certified products", b.counts.products, "products", "products.certified.v1")
    yield row("认定批次", "Batches", b.counts.batches, "batches", "batches.v1")
    yield row("展销对接活动", "Sales events", b.counts.events, "events", "events.v1")
    yield row("新设网点", "New outlets", b.new_outlets, "outlets", "outlets.v1")
    yield row("网络零售带动人数", "Persons through online retail", online["persons"], "persons", "persons.v1")
    yield row("网络零售增收", "Income through online retail", online["attributed_fen"], "fen", "income.attributed.v1")
    for partner in b.partners:
        name = partner.name
        yield row(f"{name}采购", f"Purchases by {name}", partner.purchases_fen, "fen", "sales.v1")
        yield row(f"{name}展销馆", f"Halls in {name}", partner.halls, "outlets", "outlets.v1")
        yield row(f"{name}其他网点", f"Other outlets in {name}", partner.other_outlets, "outlets", "outlets.v1")
    for signed in b.agreements:
        tag = f"（{signed.tag}）" if signed.tag else ""
        yield row(f"签约份数{tag}", f"Agreements{tag}", signed.agreements, "agreements", "agreements.signed.v1")
        yield row(f"签约额{tag}", f"Signed amount{tag}", signed.signed_fen, "fen", "agreements.signed.v1")
        yield row(f"履约额{tag}", f"Fulfilled amount{tag}", signed.fulfilled_fen, "fen", "agreements.fulfilled.v1")


def _channels(b: Bulletin, language: str) -> Iterator[Sequence[Cell]]:
    is_english = language == "en"
    yield (
        ["Channel", "Sales (yuan)", "Year before (yuan)", "Change", "Households", "Persons", "Attributed (yuan)"]
        if is_english
        else ["渠道", "销售额(元)", "上年(元)", "增减", "带贫户数", "带贫人数", "折算增收(元)"]
    )
    for channel in CHANNEL_NAMES:
        figures, change = b.channel(channel), b.channel_change_bp(channel)
        yield [
            channel_name(channel, language),
            in_hundredths(figures["sales_fen"]),
            in_hundredths(b.channel_base_fen(channel)),
            None if change is None else percent(change),
            figures["households"],
            figures["persons"],
            in_hundredths(figures["attributed_fen"]),
        ]


def _checks(b: Bulletin, language: str) -> Iterator[Sequence[Cell]]:
    is_english = language == "en"
    yield ["Check", "Holds", "Rows", "id"] if is_english else ["自检", "成立", "条数", "编号"]
    for each in b.checks:
        holds = ("yes" if each.holds else "no") if is_english else ("是" if each.holds else "否")
        yield [each.title(language), holds, each.rows_count, each.id]


def _definitions(language: str) -> Iterator[Sequence[Cell]]:
    yield ["id", "Definition" if language == "en" else "口径"]
    for name in BULLETIN_DEFINITIONS:
        yield [name, DEFINITIONS[name].en if language == "en" else DEFINITIONS[name].zh]
