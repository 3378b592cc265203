"""The bulletin's words: nothing of the future, no zeros, tags once."""

from datetime import date

import pytest

from marketplace.statistics.rules.bulletin import Agreements, Bulletin, Counts, Partner
from marketplace.statistics.rules.wording import en, zh
from marketplace.workflows.demo import targets
from tests.conftest import NOW

_ZERO = dict.fromkeys(
    (
        "sales_fen", "certified_fen", "benefiting_fen", "attributed_fen", "evidenced_fen", "households", "persons",
        "household_times",
    ),
    0,
)  # fmt: skip
_CLOUD = [Agreements(tag, 40, 12_000_000_000, 0) for tag in (None, "东西部协作", "云签约")]


def told(words, **facts):
    made = {
        "region_code": "621000", "region_name": "庆阳市", "year": 2026, "last_on": date(2026, 11, 24),
        "is_running": True, "whole": {**_ZERO, "sales_fen": 100_00, "households": 1, "persons": 1},
        "whole_base": {**_ZERO, "sales_fen": 50_00}, "channels": {}, "channels_base": {},
        "counts": Counts(suppliers=75, products=1, batches=1, events=0, outlets=0, registered_households=154_536),
        "covered_households": 6, "evidenced_households": 0, "new_outlets": 0, "agreements": [], "partners": [],
        "checks": [], "cut_off": NOW,
    }  # fmt: skip
    return "\n".join(words.paragraphs(Bulletin(**{**made, **facts})))


def test_a_running_year_speaks_of_today_and_of_the_same_months_before():
    english, chinese = told(en), told(zh)
    assert "In 2026 so far (to 2026-11-24) sales came to 100 yuan (+100% on 50 yuan in the same months" in english
    assert "On 2026-11-24 there were 75 certified suppliers and 1 certified product in 1 batch." in english
    assert "2026年（截至2026年11月24日），全市消费帮扶实现销售100元，比上年同期（50元）增长100%" in chinese
    assert "12月31日" not in chinese


def test_a_year_that_is_over_speaks_of_its_last_day():
    over = {"is_running": False, "year": 2020, "last_on": date(2020, 12, 31)}
    assert told(en, **over).startswith("In 2020 sales came to 100 yuan (+100% on 50 yuan the year before)")
    assert "截至2020年12月31日，全市认定供应商75个" in told(zh, **over)


def test_a_few_of_very_many_are_not_told_as_none():
    assert "under 0.01% were covered" in told(en)
    assert "覆盖率低于0.01%" in told(zh)
    assert "Of 154,536 registered households 0% were covered" in told(en, covered_households=0)


def test_one_is_told_as_one():
    assert "1 household with 1 person (0 household-times)" in told(en)


@pytest.mark.parametrize("words", [en, zh])
def test_a_sentence_of_zeros_alone_is_left_out(words):
    text = told(words)
    for word in (
        "events",
        "场次",
        "Online",
        "网络零售",
        "Helper",
        "帮扶单位和干部采购",
        "evidenced.",
        "凭证",
        "outlets sold",
    ):
        assert word not in text
    empty = told(words, whole=_ZERO, whole_base=_ZERO, counts=Counts(0, 0, 0, 0, 0, 0))
    assert empty.splitlines()[0] in {
        "In 2026 so far (to 2026-11-24) nothing was sold.",
        "2026年（截至2026年11月24日），全市尚无消费帮扶销售。",
    }


def the_reference_year():
    """The facts of the reference year, as the demo is made of them."""
    size, year = targets.FULL, targets.YEAR
    by_year = {
        each: {turnover.channel: {**_ZERO, "sales_fen": turnover.total_fen} for turnover in size.turnovers
               if turnover.year == each}
        for each in (year, year - 1)
    }  # fmt: skip
    by_year[year]["online_retail"] |= {"persons": size.online_persons, "attributed_fen": size.online_income_fen}
    whole = {each: sum(row["sales_fen"] for row in channels.values()) for each, channels in by_year.items()}
    bought = sum(turnover.tianjin_fen for turnover in size.turnovers if turnover.year == year)
    return {
        "is_running": False, "year": year, "last_on": date(year, 12, 31),
        "whole": {**_ZERO, "sales_fen": whole[year]}, "whole_base": {**_ZERO, "sales_fen": whole[year - 1]},
        "channels": by_year[year], "channels_base": by_year[year - 1], "new_outlets": size.new_outlets,
        "counts": Counts(size.suppliers, size.products, size.batches, size.events, 0, size.households),
        "agreements": [Agreements(tag, size.agreements, size.agreements_fen, 0) for tag in (None, "云签约")],
        "partners": [Partner("120000", "天津市", size.tianjin_halls, size.tianjin_windows, bought)],
    }  # fmt: skip


def test_the_reference_year_is_told_as_it_was_reported():
    facts = the_reference_year()
    chinese = told(zh, **facts)
    for words in (
        "认定供应商154个，认定产品609个、7批次",
        "全年举办展销对接活动34场次",
        "在天津市设立展销馆2个、设立其他专馆、销售窗口17个，天津市社会各界采购1.9亿元",
        "全市新设专馆、专柜、专区、体验馆等34个，专馆专柜专区渠道实现销售3984万元",
        "网络零售2.6亿元，比上年（2.4亿元）增长8.33%，带动7.15万人增收1.1亿元",
        "签订采购协议40份、1.2亿元",
        "帮扶单位和干部采购1565.43万元",
    ):
        assert words in chinese
    english = told(en, **facts)
    for words in (
        "154 certified suppliers and 609 certified products in 7 batches",
        "34 sales events were held",
        "In 天津市 there were 2 exhibition halls and 17 other outlets; buyers there bought for 190,000,000 yuan.",
        "outlets sold for 39,840,000 yuan",
        "Online retail came to 260,000,000 yuan (+8.33% on 240,000,000 yuan the year before)",
        "brought 71,500 persons an income of 110,000,000 yuan",
        "40 agreements over 120,000,000 yuan",
        "Helper units and cadres bought for 15,654,300 yuan.",
    ):
        assert words in english


def test_agreements_are_told_once_with_their_tags():
    english = told(en, agreements=_CLOUD)
    assert "sales: 40 agreements over 120,000,000 yuan, tagged East-West cooperation and “云签约”." in english
    assert "签订采购协议40份、1.2亿元（均为“东西部协作”“云签约”）（签约额不计入销售额）。" in told(
        zh, agreements=_CLOUD
    )
    some = [*_CLOUD[:1], Agreements("云签约", 30, 9_000_000_000, 0)]
    assert "among them 30 over 90,000,000 yuan under “云签约”." in told(en, agreements=some)
    assert "，其中“云签约”签约30份、9000万元（签约额不计入销售额）。" in told(zh, agreements=some)
