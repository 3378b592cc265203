"""A bulletin in the parts that a page and a document show: title, paragraphs, channels, figures, definitions."""

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.gateways.documents import Table, write_document
from marketplace.statistics.rules.bulletin import BULLETIN_DEFINITIONS, Bulletin
from marketplace.statistics.rules.definitions import DEFINITIONS
from marketplace.statistics.rules.names import CHANNEL_NAMES, channel_name
from marketplace.statistics.rules.wording import say
from marketplace.web.amounts import change, count, in_table
from marketplace.web.charts import Bars, Series
from marketplace.web.words import texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a bulletin says, its rows by channel under their header, and the definitions it rests on."""

    title: str
    paragraphs: Sequence[str]
    channels: Sequence[Sequence[str]]
    definitions: Sequence[tuple[str, str]]
    chart: Bars


def of(told: Bulletin, tongue: str) -> Parts:
    """Make the parts of a bulletin in `zh` or `en`."""
    title, paragraphs = say(told, tongue)
    return Parts(
        title=title,
        paragraphs=paragraphs,
        channels=_channels(told, tongue),
        definitions=[(name, _meaning(name, tongue)) for name in BULLETIN_DEFINITIONS],
        chart=chart_of(told, tongue),
    )


def chart_of(told: Bulletin, tongue: str) -> Bars:
    """Draw the sales by channel, beside those of the year before where there were any."""
    shown = _shown(told)
    series = [Series(str(told.year), [told.channel(name)["sales_fen"] for name in shown])]
    if told.channels_base:
        series.append(Series(str(told.year - 1), [told.channel_base_fen(name) for name in shown]))
    labels = [channel_name(name, tongue) for name in shown]
    return Bars(labels=labels, series=series, write=in_table)


def document_of(told: Bulletin, tongue: str) -> bytes:
    """Write the bulletin as a document."""
    parts, t = of(told, tongue), texts(tongue)
    tables = [Table(t["bulletin_channels"], parts.channels)] if len(parts.channels) > 1 else []
    definitions = Table(t["definitions"], [(t["definition_id"], t["meaning"]), *parts.definitions], is_of_numbers=False)
    return write_document(parts.title, parts.paragraphs, [*tables, definitions], language=tongue)


def _channels(told: Bulletin, tongue: str) -> Sequence[Sequence[str]]:
    t = texts(tongue)
    header = [t["channel"], t["bulletin_sales"], t["bulletin_before"], t["changed"], t["households_word"]]
    rows = [[*header, t["persons_count"], t["bulletin_income"]]]
    for name in _shown(told):
        figures, bp = told.channel(name), told.channel_change_bp(name)
        rows.append(
            [
                channel_name(name, tongue),
                in_table(figures["sales_fen"]),
                in_table(told.channel_base_fen(name)),
                change(bp),
                count(figures["households"]),
                count(figures["persons"]),
                in_table(figures["attributed_fen"]),
            ]
        )
    return rows


def _shown(told: Bulletin) -> Sequence[str]:
    return [name for name in CHANNEL_NAMES if name in told.channels or name in told.channels_base]


def _meaning(name: str, tongue: str) -> str:
    return DEFINITIONS[name].en if tongue == "en" else DEFINITIONS[name].zh
