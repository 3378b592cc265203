"""Certified products: goods of the region in packs, with prices that are near one another per kg of a category."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final, NamedTuple

from marketplace.kernel.money import allocate
from marketplace.workflows.demo.suppliers import Supplier
from marketplace.workflows.demo.targets import Size


class Good(NamedTuple):
    """A kind of goods: what it is measured in, its price per 1,000 g or ml or per piece, and its packs."""

    category: str
    name: str
    base_unit: str
    price_fen: int
    packs: tuple[tuple[int, str], ...]
    """Base quantity and the word for the pack."""


class Batch(NamedTuple):
    """A certification batch and the days its certifications run."""

    name: str
    from_on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class Product:
    """A certified product of a supplier, in one pack size."""

    number: str
    supplier: Supplier
    name: str
    category: str
    specification: str
    unit: str
    base_quantity: int
    base_unit: str
    price_fen: int
    min_quantity: int
    stock: int
    batch: Batch


BATCHES: Final = (
    Batch("2019年第一批", date(2019, 3, 1), date(2022, 2, 28)),
    Batch("2019年第二批", date(2019, 9, 1), date(2022, 8, 31)),
    Batch("2020年第一批", date(2020, 2, 20), date(2023, 2, 19)),
    Batch("2020年第二批", date(2020, 4, 15), date(2023, 4, 14)),
    Batch("2020年第三批", date(2020, 6, 30), date(2023, 6, 29)),
    Batch("2020年第四批", date(2020, 9, 10), date(2023, 9, 9)),
    Batch("2020年第五批", date(2020, 11, 20), date(2023, 11, 19)),
)

_BOXES: Final = ((2500, "箱"), (5000, "箱"), (10_000, "箱"))
_BAGS: Final = ((500, "袋"), (1000, "袋"), (2500, "袋"))
_SMALL_BAGS: Final = ((250, "袋"), (500, "盒"))
_BOTTLES: Final = ((500, "瓶"), (1500, "盒"), (3000, "箱"))
_GOODS: Final = (
    Good("fruit", "红富士苹果", "g", 1080, _BOXES),
    Good("fruit", "秦冠苹果", "g", 860, _BOXES),
    Good("fruit", "曹杏", "g", 1180, ((2500, "箱"),)),
    Good("fruit", "黄甘桃", "g", 960, _BOXES),
    Good("vegetable", "黄花菜", "g", 7200, _SMALL_BAGS),
    Good("vegetable", "干香菇", "g", 7800, _SMALL_BAGS),
    Good("vegetable", "黑木耳", "g", 8600, _SMALL_BAGS),
    Good("grain_oil", "黄小米", "g", 1380, _BAGS),
    Good("grain_oil", "荞麦面", "g", 1160, _BAGS),
    Good("grain_oil", "燕麦米", "g", 1280, _BAGS),
    Good("grain_oil", "小杂粮礼盒", "g", 1560, ((4000, "盒"),)),
    Good("grain_oil", "糜子", "g", 1060, _BAGS),
    Good("meat", "环县羊羔肉", "g", 8900, ((1000, "盒"), (2500, "箱"))),
    Good("meat", "带骨羊排", "g", 9600, ((1000, "盒"), (2500, "箱"))),
    Good("meat", "早胜牛肉", "g", 8800, ((1000, "盒"), (2000, "箱"))),
    Good("meat", "黑猪肉", "g", 7400, ((1000, "盒"), (2500, "箱"))),
    Good("egg_dairy", "土鸡蛋", "piece", 150, ((30, "盒"), (60, "箱"))),
    Good("egg_dairy", "绿壳鸡蛋", "piece", 180, ((30, "盒"),)),
    Good("tea", "苦荞茶", "g", 6400, _SMALL_BAGS),
    Good("tea", "沙棘叶茶", "g", 7000, _SMALL_BAGS),
    Good("medicinal", "黄芪", "g", 6600, _SMALL_BAGS),
    Good("medicinal", "党参", "g", 7400, _SMALL_BAGS),
    Good("medicinal", "甘草片", "g", 5900, _SMALL_BAGS),
    Good("nuts", "薄皮核桃", "g", 3000, _BAGS),
    Good("nuts", "白瓜子", "g", 3300, _BAGS),
    Good("nuts", "杏仁", "g", 3600, _BAGS),
    Good("processed", "胡麻油", "ml", 3200, _BOTTLES),
    Good("processed", "沙棘汁", "ml", 2700, _BOTTLES),
    Good("processed", "苹果醋", "ml", 2500, _BOTTLES),
    Good("processed", "羊肉酱", "g", 3500, ((200, "瓶"), (800, "盒"))),
    Good("processed", "苹果脆片", "g", 3600, ((250, "袋"), (1000, "盒"))),
    Good("craft", "庆阳香包", "piece", 3800, ((1, "个"), (6, "盒"))),
    Good("craft", "陇绣挂件", "piece", 4200, ((1, "件"),)),
    Good("craft", "剪纸", "piece", 4600, ((1, "幅"),)),
)
_FROM_COUNTIES: Final[Mapping[str, str]] = {"环县羊羔肉": "621022", "早胜牛肉": "621026"}
"""Goods that carry the name of a place are made there."""
_GRADES: Final = ("", "精选", "特级", "有机")
_UNIT_WORDS: Final = {"g": ("g", "kg"), "ml": ("ml", "L")}


def build_products(rng: Random, size: Size, suppliers: Sequence[Supplier]) -> list[Product]:
    """Certify the products, each supplier with a few and none twice, spread over all batches."""
    extra = size.products - 2 * len(suppliers)
    counts = allocate(extra, [rng.randrange(1, 7) for _ in suppliers])
    products: list[Product] = []
    for supplier, count in zip(suppliers, counts, strict=True):
        for offer in rng.sample(_offers(supplier), count + 2):
            products.append(_product(rng, supplier, len(products) + 1, offer, _batch(rng, size, products)))
    return products


_Offer = tuple[Good, tuple[int, str], str]


def _offers(supplier: Supplier) -> list[_Offer]:
    """List what a supplier of that county could sell: every good, pack and grade."""
    return [
        (good, pack, grade)
        for good in _GOODS
        if _FROM_COUNTIES.get(good.name, supplier.county) == supplier.county
        for pack in good.packs
        for grade in _GRADES
    ]


def _batch(rng: Random, size: Size, products: Sequence[Product]) -> Batch:
    """Give the first products one batch each, so that none stays empty, and the others any."""
    return BATCHES[len(products)] if len(products) < size.batches else rng.choice(BATCHES[: size.batches])


def _product(rng: Random, supplier: Supplier, number: int, offer: _Offer, batch: Batch) -> Product:
    """Price a pack within a tenth of what its goods cost, ending in 0, 8 or 9 jiao as price tags do."""
    good, (base_quantity, unit), grade = offer
    per_thousand = 1 if good.base_unit == "piece" else 1000
    price = good.price_fen * base_quantity * rng.randrange(90, 111) // (100 * per_thousand)
    return Product(
        f"QY{supplier.county}{number:05d}",
        supplier,
        f"{supplier.brand}牌{grade}{good.name}",
        good.category,
        f"{_measure(good, base_quantity)}/{unit}",
        unit,
        base_quantity,
        good.base_unit,
        max(price // 100 * 100 + rng.choice((0, 80, 90)), 100),
        rng.choice((1, 1, 1, 2, 5, 10)),
        rng.randrange(20, 400) * 10,
        batch,
    )


def _measure(good: Good, base_quantity: int) -> str:
    """Write a pack's content the way a label does: 5kg, 250g, 30枚, 1个."""
    if good.base_unit == "piece":
        return f"{base_quantity}{'枚' if good.category == 'egg_dairy' else '件'}"
    small, large = _UNIT_WORDS[good.base_unit]
    whole, rest = divmod(base_quantity, 1000)
    if rest == 0:
        return f"{whole}{large}"
    return f"{base_quantity}{small}"
