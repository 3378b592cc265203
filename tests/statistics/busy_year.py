"""A year in which everything that makes sums hard happens at once: the seed decides what."""

from datetime import date
from decimal import Decimal
from random import Random

from marketplace.sales.rules import Channel

VILLAGES = ("621021101001", "621022101001", "620102101001")
CHANNELS = (Channel.EVENT, Channel.OUTLET, Channel.ONLINE_RETAIL)


def live_through(cast, sell, seed: int) -> None:
    """Put suppliers with rosters by supplier and product, shared households, sales and returns into the city."""
    random = Random(seed)
    households = [cast.household(village=random.choice(VILLAGES), persons=random.randint(1, 6)) for _ in range(12)]
    for _ in range(4):
        supplier = cast.supplier(county=random.choice(("621021", "621022")))
        sku = cast.product(supplier, certified=random.choice((None, (date(2020, 3, 1), None))))
        for product_id in (None, sku.product_id):
            members = random.sample(households, random.randint(1, 7))
            weights = [(household, random.choice((1, 1, 2, 3, 10))) for household in members]
            until_on = random.choice((None, date(2020, 8, 1)))
            share_bp = random.choice((0, 3333, 2500, 10_000))
            cast.roster(supplier, weights, share_bp=share_bp, product_id=product_id, until_on=until_on)
        sell_much(random, supplier, sku.product_id, sell)


def sell_much(random: Random, supplier, product_id: int, sell) -> None:
    """Sell on awkward amounts, and take some of it back later."""
    for _ in range(10):
        day = date(2020, random.randint(1, 12), random.randint(1, 28))
        amount_fen = random.randint(1, 100_003)
        number = sell(
            supplier,
            amount_fen,
            sold_on=day,
            channel=random.choice(CHANNELS),
            product_id=random.choice((None, product_id)),
            quantity=random.choice((None, Decimal(3))),
            tags=random.choice(([], ["a"], ["a", "b"])),
        )
        if random.randrange(3) == 0:
            taken = random.choice((amount_fen, random.randint(1, amount_fen)))
            sell(supplier, -taken, sold_on=min(day.replace(month=12), date(2020, 12, 31)), reverses=number)
