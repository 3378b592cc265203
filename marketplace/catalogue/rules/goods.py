"""What products are: categories, units, and the price by which packs are compared."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class ProductCategory(StrEnum):
    """What a product is, for browsing and statistics."""

    FRUIT = "fruit"
    VEGETABLE = "vegetable"
    GRAIN_OIL = "grain_oil"
    MEAT = "meat"
    EGG_DAIRY = "egg_dairy"
    TEA = "tea"
    MEDICINAL = "medicinal"
    NUTS = "nuts"
    PROCESSED = "processed"
    CRAFT = "craft"
    SERVICE = "service"
    OTHER = "other"


class BaseUnit(StrEnum):
    """What a pack's content is measured in."""

    GRAM = "g"
    MILLILITRE = "ml"
    PIECE = "piece"


CATEGORY_NAMES: Final[Mapping[ProductCategory, str]] = {
    ProductCategory.FRUIT: "水果",
    ProductCategory.VEGETABLE: "蔬菜",
    ProductCategory.GRAIN_OIL: "粮油",
    ProductCategory.MEAT: "肉类",
    ProductCategory.EGG_DAIRY: "禽蛋奶",
    ProductCategory.TEA: "茶叶",
    ProductCategory.MEDICINAL: "中药材",
    ProductCategory.NUTS: "干果",
    ProductCategory.PROCESSED: "加工食品",
    ProductCategory.CRAFT: "手工艺品",
    ProductCategory.SERVICE: "服务",
    ProductCategory.OTHER: "其他",
}
"""As people search for them."""

PRICED_PER: Final[Mapping[BaseUnit, tuple[str, int]]] = {
    BaseUnit.GRAM: ("kg", 1000),
    BaseUnit.MILLILITRE: ("l", 1000),
    BaseUnit.PIECE: ("piece", 1),
}
"""The measure goods are compared by, and how many base units it has."""


def price_per_measure_fen(unit_price_fen: int, base_quantity: int, base_unit: BaseUnit) -> int:
    """Tell the price of a kg, a litre or a piece from that of a pack, half up to the fen."""
    _, size = PRICED_PER[base_unit]
    return (unit_price_fen * size * 2 + base_quantity) // (base_quantity * 2)
