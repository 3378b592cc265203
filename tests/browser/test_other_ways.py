"""The same order by other ways: with the keyboard alone, without scripts, in another language."""

import pytest

from tests.browser.reader import PHONE, Reader

MILLET = "QY62102200001"
MOST_STOPS = 60


def tab_to(reader: Reader, name: str) -> None:
    """Go from stop to stop until one has these words, as somebody does who has no mouse; each stop can be seen."""
    for _ in range(MOST_STOPS):
        reader.page.keyboard.press("Tab")
        told = reader.page.evaluate(
            """() => {
                const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
                const label = at.labels && at.labels.length ? at.labels[0].textContent : at.textContent;
                return [label.trim(), style.outlineStyle !== 'none' && box.width > 0 && box.right > 0];
            }"""
        )
        assert told[1], f"nobody sees where the keyboard is: {told[0]}"
        if told[0] == name:
            return
    pytest.fail(f"the keyboard does not reach {name}")


def enter(reader: Reader) -> None:
    """Press Enter and wait for the page that it leads to."""
    with reader.page.expect_navigation():
        reader.page.keyboard.press("Enter")


@pytest.fixture
def placed(site):
    """How many packs of millet are ordered so far."""
    asked = "SELECT coalesce(sum(quantity), 0) FROM order_line JOIN sku ON sku.id = sku_id WHERE code = :code"
    return lambda: site.one(asked, code=MILLET)


def test_an_order_is_written_and_placed_with_the_keyboard_alone(sit_down, site, placed):
    before = placed()
    buyer = sit_down()
    buyer.open("/account/login")
    tab_to(buyer, "邮箱")
    buyer.page.keyboard.type("purchaser@demo.example")
    tab_to(buyer, "密码")
    buyer.page.keyboard.type(site.passwords["purchaser@demo.example"])
    enter(buyer)
    tab_to(buyer, "采购下单")
    enter(buyer)
    tab_to(buyer, "规格编号和数量")
    buyer.page.keyboard.type(f"{MILLET} 7")
    tab_to(buyer, "核对价格")
    enter(buyer)
    tab_to(buyer, "提交采购单")
    enter(buyer)
    assert buyer.sees("采购单已提交。")
    assert placed() == before + 7


def test_the_way_past_what_every_page_has_comes_first(sit_down):
    reader = sit_down("purchaser")
    reader.open("/buyer/")
    tab_to(reader, "跳到正文")
    reader.page.keyboard.press("Enter")
    assert reader.page.evaluate("document.activeElement.id") == "main"


def test_an_order_is_placed_without_scripts(sit_down, site, placed):
    before = placed()
    buyer = sit_down(scripts=False)
    buyer.sign_in("purchaser@demo.example", site.passwords["purchaser@demo.example"])
    buyer.open(f"/catalogue/{MILLET}")
    buyer.fill("数量", "5")
    buyer.press("加入采购单")
    buyer.follow("去下单")
    buyer.press("核对价格")
    buyer.fill("行 1 数量", "6")
    buyer.press("重新核对")
    buyer.press("提交采购单")
    assert buyer.sees("采购单已提交。")
    assert placed() == before + 6


def test_whoever_chose_a_language_reads_on_in_it(sit_down, site):
    reader = sit_down(size=PHONE)
    reader.open("/")
    reader.follow("English")
    reader.open("/catalogue")
    assert reader.page.get_by_role("heading", level=1).inner_text() == "Catalogue"
    reader.sign_in("purchaser@demo.example", site.passwords["purchaser@demo.example"], button="Sign in")
    reader.open("/buyer/")
    assert reader.page.locator("html").get_attribute("lang") == "en"
    reader.follow("New order")
    reader.page.get_by_label("SKU codes and quantities").fill(f"{MILLET} 2")
    reader.press("See the prices")
    assert reader.sees("All 1 rows can be ordered.")
    reader.follow("中文")
    assert reader.page.locator("html").get_attribute("lang") == "zh-CN"
