"""Two county officers report an offline sale, in Chinese: one writes it and hands it in, the other lets it count."""

import pytest


@pytest.fixture
def counted(site):
    """The sum of all sales at the fairs of December, in fen."""
    asked = "SELECT coalesce(sum(amount_fen), 0) FROM sale WHERE channel = 'event' AND sold_on = '2020-12-12'"
    return lambda: site.one(asked)


def test_an_offline_sale_counts_once_a_second_officer_approves_it(sit_down, site, counted):
    before, supplier = counted(), site.one("SELECT min(uscc) FROM organisation WHERE uscc LIKE '93621022%'")
    writer = sit_down()
    writer.sign_in("county-a@demo.example", site.passwords["county-a@demo.example"])
    assert writer.path == "/office/"
    writer.open("/office/sales-reports")
    writer.follow("新建上报")
    writer.fill("标题", "十二月展销会")
    writer.fill("销售日期", "2020-12-12")
    writer.choose("渠道", "展销活动")
    writer.fill("供应商信用代码", supplier)
    writer.fill("发票号码", "04512345")
    writer.fill("金额（元）", "许多")
    writer.press("保存草稿")
    assert writer.page.locator("[aria-invalid=true]").count() == 1
    writer.fill("金额（元）", "38600")
    writer.press("保存草稿")
    assert writer.sees("草稿已保存，尚未提交。")
    writer.press("提交审批")
    assert writer.sees("已提交，等待另一位工作人员审批。")
    assert writer.page.get_by_role("button", name="批准并计入销售").count() == 0
    assert counted() == before

    approver = sit_down()
    approver.sign_in("county-b@demo.example", site.passwords["county-b@demo.example"])
    approver.open("/office/sales-reports")
    approver.follow("十二月展销会")
    approver.press("批准并计入销售")
    approver.page.get_by_role("status").wait_for()
    assert counted() == before + 3_860_000
