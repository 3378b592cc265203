"""The catalogue page: narrowed, sorted, searched and paged by its address, for anybody."""

from datetime import date
from urllib.parse import unquote

import pytest

from marketplace.catalogue.rules import ProductCategory
from tests.factories.cast import QINGCHENG
from tests.web.manners import keeps_manners


@pytest.fixture
def goods(cast, stage, listed):
    """Apples at 12.50, tea at 8."""
    apples = cast.product(stage.supplier, tiers=((1, 1250), (10, 1100)), stock=50, name="环县苹果")
    tea = cast.product(stage.supplier, tiers=((1, 800),), stock=0, name="高山绿茶", category=ProductCategory.TEA)
    listed(apples, tea)
    return apples, tea


def names(page):
    return [text for path, text in page.texts if path[-3:] == ("h2", "a", "span")]


def test_anybody_browses(read, goods):
    page = read("/catalogue")
    assert set(names(page)) == {"环县苹果", "高山绿茶"}
    assert "¥8.00" in page.text


def test_a_card_says_from_how_many_packs_it_is_sold(cast, stage, listed, read):
    listed(cast.product(stage.supplier, tiers=((1, 700),)))
    assert "起订" not in read("/catalogue").text
    listed(cast.product(stage.supplier, tiers=((5, 900),), stock=50))
    assert read("/catalogue").text.count("起订 5") == 1
    assert "from 5" in read("/catalogue", language="en").text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?category=tea", ["高山绿茶"]),
        ("?q=绿茶", ["高山绿茶"]),
        ("?q=lvcha", ["高山绿茶"]),
        ("?in_stock=1", ["环县苹果"]),
        ("?price_to=9", ["高山绿茶"]),
        ("?sort=price", ["高山绿茶", "环县苹果"]),
        ("?region=621021", []),
        ("?region=621000", ["环县苹果", "高山绿茶"]),
        ("?region=621022&kg_to=0.01", []),
        ("?category=nonsense&sort=x&price_to=y&kg_to=w&region=z&days=w&after=~~", ["高山绿茶", "环县苹果"]),
    ],
)
def test_the_address_narrows_and_sorts(read, goods, asked, found):
    page = read(f"/catalogue{asked}")
    shown = names(page)
    assert (shown if "sort=price" in asked else sorted(shown)) == (found if "sort=price" in asked else sorted(found))


@pytest.mark.parametrize("sort", ["newest", "price", "price_per_kg"])
def test_every_product_is_on_one_page(cast, stage, listed, read, sort):
    made = [cast.product(stage.supplier, tiers=((1, 1000 + n),), name=f"苹果{n}") for n in range(30)]
    listed(*made)
    address, seen = f"/catalogue?sort={sort}", []
    while address:
        page = read(address)
        seen += names(page)
        address = next((link["href"] for link in page.all("a") if link.get("rel") == "next"), None)
    assert sorted(seen) == sorted(f"苹果{n}" for n in range(30))


def test_the_page_takes_as_many_statements_for_many_as_for_few(cast, stage, listed, read, statements):
    def count():
        statements.clear()
        read("/catalogue")
        return len(statements)

    listed(cast.product(stage.supplier))
    few = count()
    listed(*[cast.product(stage.supplier) for _ in range(20)])
    assert count() == few <= 3


def test_a_product_tells_its_tiers_and_hides_few_households(cast, stage, goods, read, households):
    cast.roster(stage.supplier, households(3))
    page = read(f"/catalogue/{goods[0].code}")
    assert "12.50 元" in page.text
    assert "11.00 元" in page.text
    assert "少于 5 户，不公开" in page.text
    assert "加入采购单" not in page.text


def test_what_is_not_on_sale_is_not_found(cast, read, listed):
    supplier = cast.supplier(certified=(date(2018, 1, 1), date(2019, 1, 1)))
    hidden = cast.product(supplier)
    listed(hidden)
    assert read(f"/catalogue/{hidden.code}").status == 404
    assert read("/catalogue/nothing").status == 404


def test_the_counties_with_something_on_sale_are_chosen_by_name(cast, session, goods, read, listed):
    elsewhere = cast.supplier(county=QINGCHENG, certified=(date(2018, 1, 1), date(2019, 1, 1)))
    listed(cast.product(elsewhere))
    for language in ("zh", "en"):
        page = read("/catalogue?region=621022", language=language)
        keeps_manners(page, "/catalogue", language)
        regions = [option for option in page.all("option") if (option["value"] or "").isdigit()]
        assert [option["value"] for option in regions] == ["621000", "621022"]
        assert [option["value"] for option in regions if "selected" in option] == ["621022"]
    assert '<option value="621022" selected>环县</option>' in page.html


def test_a_region_with_nothing_on_sale_stays_chosen(goods, read):
    page = read("/catalogue?region=110101")
    assert [option["value"] for option in page.all("option") if "selected" in option][:1] == ["110101"]


def test_what_narrows_is_shown_and_each_can_be_taken_away(goods, read):
    page = read("/catalogue?q=苹果&region=621022&price_to=20&kg_to=x&in_stock=1&sort=price")
    told = page.html.split('class="filter"')[1].split("</nav>")[0]
    for words in ("苹果", "环县", "单价不超过 20 元", "有货"):
        assert words in told
    assert "每公斤" not in told
    links = [link["href"] for link in page.all("a")]
    assert "/catalogue?q=苹果&region=621022&price_to=20&kg_to=x&sort=price" in [unquote(link) for link in links]
    assert 'class="filter"' not in read("/catalogue?kg_to=x").html
