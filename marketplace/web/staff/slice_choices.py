"""What the fields of a slice offer to choose from."""

from marketplace.accounts.rules import BuyerKind
from marketplace.catalogue.rules import ProductCategory
from marketplace.sales.rules import Channel
from marketplace.statistics.rules import By
from marketplace.statistics.rules.measures import COLUMN_OF
from marketplace.web import terms
from marketplace.web.words import texts

Choices = list[tuple[str, str]]


def choices(tongue: str) -> dict[str, Choices]:
    """List value and word of every choice."""
    t = texts(tongue)
    return {
        "channels": [(each.value, t[f"channel.{each}"]) for each in Channel],
        "categories": [(each.value, t[f"category.{each}"]) for each in ProductCategory],
        "buyer_kinds": [(each.value, t[f"buyer_kind.{each}"]) for each in BuyerKind],
        "breakdowns": [(each.value, t[f"by.{each}"]) for each in By],
        "drawn": [(name, terms.term(name, tongue).name) for name in COLUMN_OF],
    }
