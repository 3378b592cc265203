"""What a story of pages needs: a reader with a browser, and sales to read of."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from sqlalchemy import event

from marketplace.accounts.models import User
from marketplace.catalogue.models import Sku
from marketplace.catalogue.service.entries import refresh
from marketplace.db import db
from marketplace.kernel.actor import system
from marketplace.sales.rules import Channel, NewSale
from marketplace.sales.service import recording
from marketplace.web.public import figures
from tests.purchasing.stage import Stage
from tests.web.desk import Desk
from tests.web.reading import Page

HTML = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"


@pytest.fixture(autouse=True)
def _nothing_kept(app):
    """Rolled-back figures of another test must not be shown."""
    figures.forget()


@pytest.fixture
def browser(cast) -> Callable:
    """A browser that prefers a language."""

    def open_one(language: str = "zh"):
        client = cast.client(language=language)
        client.environ_base["HTTP_ACCEPT"] = HTML
        return client

    return open_one


@pytest.fixture
def read(browser) -> Callable[..., Page]:
    """Reads a page in a fresh browser."""

    def read_one(address: str = "/", *, language: str = "zh", **facts) -> Page:
        return Page.of(browser(language).get(address, **facts))

    return read_one


@pytest.fixture
def sell(now) -> Callable[..., str]:
    """Records a sale of a supplier."""
    numbers = iter(range(1, 10_000))

    def record_one(supplier, amount_fen, **changes) -> str:
        source_number = f"S-{next(numbers)}"
        facts = {"sold_on": date(2020, 5, 1), "channel": Channel.OUTLET, "source": "ledger"}
        facts |= {"supplier_id": supplier.id, "amount_fen": amount_fen, "source_number": source_number}
        recording.record([NewSale(**facts | changes)], actor=system(), now=now)
        return source_number

    return record_one


@pytest.fixture
def households(cast) -> Callable:
    """Makes so many households of four."""
    return lambda number: [(cast.household(), 1) for _ in range(number)]


@pytest.fixture
def stage(cast) -> Stage:
    """A school and a cooperative."""
    return Stage.build(cast)


@pytest.fixture
def desk(browser) -> Callable[..., Desk]:
    """Opens a browser in which somebody is signed in."""

    def open_one(user: User, language: str = "zh") -> Desk:
        client = browser(language)
        with client.session_transaction() as kept:
            kept["_user_id"], kept["_fresh"] = user.fs_uniquifier, True
        return Desk(client)

    return open_one


@pytest.fixture
def sku(cast, stage) -> Sku:
    """Fifty boxes of apples at 12.50 yuan, ten or more at 11."""
    return cast.product(stage.supplier, tiers=((1, 1250), (10, 1100)), stock=50, name="环县苹果")


@pytest.fixture
def listed(session) -> Callable[..., None]:
    """Puts SKUs into the public catalogue."""

    def put(*skus: Sku) -> None:
        refresh([each.product_id for each in skus])
        session.commit()

    return put


@pytest.fixture
def statements(app) -> Iterator[list[str]]:
    """The statements that were sent to the database, savepoints aside."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_more):
        if "SAVEPOINT" not in statement:
            sent.append(statement)

    event.listen(db.engines[None], "before_cursor_execute", note)
    yield sent
    event.remove(db.engines[None], "before_cursor_execute", note)
