"""The bulletin as text: the year as officials write it, its self-checks, channels, the definitions it rests on."""

from collections.abc import Iterator

from marketplace.statistics.rules.bulletin import BULLETIN_DEFINITIONS, Bulletin
from marketplace.statistics.rules.definitions import DEFINITIONS
from marketplace.statistics.rules.names import CHANNEL_NAMES, channel_name
from marketplace.statistics.rules.units import in_yuan, percent
from marketplace.statistics.rules.wording import en, zh
from marketplace.statistics.rules.wording.closing import close


def write(bulletin: Bulletin, language: str) -> str:
    """Write the bulletin in `zh` or `en`."""
    title, paragraphs = say(bulletin, language)
    parts = [
        title,
        *paragraphs,
        "\n".join(_channel_lines(bulletin, language)),
        "\n".join(_definition_lines(language)),
    ]
    return "\n\n".join(parts) + "\n"


def say(bulletin: Bulletin, language: str) -> tuple[str, list[str]]:
    """Write its title and its paragraphs in `zh` or `en`; tables are laid out by whoever shows it."""
    words = en if language == "en" else zh
    closing = (" " if language == "en" else "").join(close(bulletin.checks, bulletin.cut_off, language))
    return words.title(bulletin), [*words.paragraphs(bulletin), closing]


def _channel_lines(b: Bulletin, language: str) -> Iterator[str]:
    is_english = language == "en"
    yield "Sales by channel (yuan; year before; change)" if is_english else "分渠道销售额（元；上年；增减）"
    for channel in CHANNEL_NAMES:
        if channel in b.channels or channel in b.channels_base:
            change = b.channel_change_bp(channel)
            told = "–" if change is None else percent(change)
            amounts = f"{in_yuan(b.channel(channel)['sales_fen'])}  {in_yuan(b.channel_base_fen(channel))}  {told}"
            yield f"  {channel_name(channel, language)}  {amounts}"


def _definition_lines(language: str) -> Iterator[str]:
    yield "Definitions" if language == "en" else "指标口径"
    for name in BULLETIN_DEFINITIONS:
        definition = DEFINITIONS[name]
        yield f"  {name}  {definition.en if language == 'en' else definition.zh}"
