"""Administrators give posts to who works in their regions, and end them."""

from marketplace.accounts.models import StaffPost
from marketplace.accounts.rules import Duty


def live(session, user) -> set[tuple[str, Duty]]:
    session.expire_all()
    rows = session.query(StaffPost).filter_by(user_id=user.id, ended_at=None)
    return {(row.region_code, row.duty) for row in rows}


def test_a_post_is_given_by_code_or_by_name(desk, administrator, officer, session):
    admin = desk(administrator)
    for region, duty in (("621022", "approver"), ("环县", "cashier")):
        admin.open(f"/administration/users/{officer.id}/posts")
        assert "岗位已任命" in admin.send(region=region, duty=duty).text
    assert live(session, officer) == {("621022", Duty.REPORTER), ("621022", Duty.APPROVER), ("621022", Duty.CASHIER)}


def test_a_region_of_others_or_none_is_refused_at_its_field(desk, administrator, officer, session):
    admin = desk(administrator)
    for region, said in (
        ("110101", "您负责的区域中没有 110101"),
        ("621000", "您负责的区域中没有 621000"),
        ("621022999999", "您负责的区域中没有 621022999999"),
        ("没有县", "所辖区域中没有这个名称"),
        ("", "必填"),
    ):
        admin.open(f"/administration/users/{officer.id}/posts")
        page = admin.send(status=422, region=region, duty="approver")
        assert said in page.text
        assert [tag["id"] for tag in page.all("ul") if tag.get("class") == "wrong"] == ["region-errors"]
    assert live(session, officer) == {("621022", Duty.REPORTER)}


def test_a_name_that_several_have_is_asked_for_by_code(desk, chief, officer):
    admin = desk(chief)
    admin.open(f"/administration/users/{officer.id}/posts")
    assert "有多个区域符合" in admin.send(status=422, region="市辖区", duty="approver").text


def test_nobody_gives_a_post_to_themselves(desk, administrator, session):
    admin = desk(administrator)
    admin.open(f"/administration/users/{administrator.id}/posts")
    assert "不能给自己" in admin.send(status=403, region="621022", duty="approver").text
    assert live(session, administrator) == {("621022", Duty.ADMINISTRATOR)}


def test_a_post_is_ended_after_asking(desk, administrator, officer, session, audited):
    [post] = session.query(StaffPost).filter_by(user_id=officer.id)
    admin = desk(administrator)
    assert "上报人" in admin.open(f"/administration/posts/{post.id}/ending").text
    assert live(session, officer)
    assert "岗位已解除" in admin.send().text
    assert live(session, officer) == set()
    assert audited()[-1] == "staff_post.ended"
    admin.open(f"/administration/posts/{post.id}/ending", 404)


def test_the_posts_of_a_region_are_narrowed_by_duty(desk, administrator, officer, cast):
    cast.officer(Duty.REPORTER, region="621021")
    admin = desk(administrator)
    page = admin.open("/administration/posts?region=621022")
    assert officer.email in page.text
    assert officer.email not in admin.open("/administration/posts?duty=cashier").text
    assert "没有这样的岗位" in admin.open("/administration/posts?duty=cashier").text


def test_the_outsider_ends_no_post(desk, cast, officer, session):
    [post] = session.query(StaffPost).filter_by(user_id=officer.id)
    page = desk(cast.outsider()).open(f"/administration/posts/{post.id}/ending", 404)
    assert officer.name not in page.html
    assert officer.email not in desk(cast.outsider()).open("/administration/posts?region=621022").html


def test_posts_take_a_constant_number_of_statements(desk, administrator, officer, cast, statements):
    admin = desk(administrator)
    statements.clear()
    admin.open("/administration/posts")
    few = len(statements)
    for duty in Duty:
        cast.officer(duty)
    statements.clear()
    admin.open("/administration/posts")
    assert len(statements) == few
