import re

import pytest

from marketplace.accounts.models import StaffPost, User
from marketplace.accounts.rules import Duty
from marketplace.audit.models import AuditLine

PASSWORD = "correct horse battery"


@pytest.fixture
def flask(app):
    def run(*arguments, text=None):
        return app.test_cli_runner().invoke(args=["users", *arguments], input=text)

    return run


def test_the_first_administrator_comes_by_a_link_that_works_once(flask, cast, session):
    made = flask("create-admin", "admin@example.org")
    assert made.exit_code == 0, made.output
    token = re.search(r"http://127\.0\.0\.1:8000/invitations/(\S+)", made.output).group(1)

    body = {"token": token, "name": "管理员", "password": PASSWORD}
    assert cast.client().post("/api/v1/invitations/acceptance", json=body).status_code == 200
    assert cast.client().post("/api/v1/invitations/acceptance", json=body).status_code == 404
    post = session.query(StaffPost).one()
    assert (post.region_code, post.duty) == ("000000", Duty.ADMINISTRATOR)


def test_the_first_administrator_comes_with_a_password(flask, cast, session):
    arguments = ("create-admin", "Admin@Example.org", "--name", "李四", "--password-stdin")
    made = flask(*arguments, text=f"{PASSWORD}\n")
    assert made.exit_code == 0, made.output
    assert PASSWORD not in made.output

    browser = cast.client()
    sign_in = {"email": "admin@example.org", "password": PASSWORD}
    assert browser.post("/account/login", json=sign_in).status_code == 200
    assert "accounts.administer" in browser.get("/api/v1/session").json["permissions"]

    assert flask(*arguments, text="another horse battery\n").exit_code == 0
    assert session.query(StaffPost).count() == session.query(User).count() == 1
    assert cast.client().post("/account/login", json=sign_in).status_code == 400
    assert session.query(AuditLine).filter_by(action="user.password_set").one().actor_name == "administrator"


def test_a_weak_password_is_refused_and_nothing_is_made(flask, session):
    refused = flask("create-admin", "admin@example.org", "--password-stdin", "--lang", "en", text="short\n")
    assert refused.exit_code == 1
    assert "at least 8 characters" in refused.output
    assert session.query(User).count() == 0


def test_users_are_listed(flask, cast):
    known, gone = cast.user(name="张三"), cast.user(name="李四")
    gone.active = False
    listed = flask("list", "--lang", "en").output.splitlines()
    assert [line.split()[:3] for line in listed] == [
        [str(known.id), known.email, "active"],
        [str(gone.id), gone.email, "disabled"],
    ]
    assert "李四" not in flask("list", "--search", "张").output


def test_a_token_is_printed_once_and_works(flask, cast, session):
    user = cast.user()
    token = flask("token", user.email, "--name", "脚本").output.split()[-1]
    program = cast.client()
    program.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    assert program.get("/api/v1/session").json["email"] == user.email
    assert session.query(AuditLine).filter_by(action="api_token.issued").count() == 1

    unknown = flask("token", "nobody@example.org", "--name", "x")
    assert (unknown.exit_code, "user.not_found" in unknown.output) == (1, True)


def test_tokens_of_several_stand_alone_on_standard_output_in_order(flask, cast):
    people = [cast.user(), cast.user()]
    done = flask("token", *(user.email for user in people), "--name", "脚本")
    issued = done.stdout.split("\n")
    assert (len(issued), issued[-1], "只显示这一次" in done.stderr) == (3, "", True)
    for user, token in zip(people, issued, strict=False):
        program = cast.client()
        program.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        assert program.get("/api/v1/session").json["email"] == user.email
    assert flask("token", people[0].email, "nobody@example.org", "--name", "x").stdout == ""


def test_a_disabled_user_is_out_at_once(flask, cast):
    user = cast.user()
    program = cast.client(user)
    assert flask("disable", user.email).exit_code == 0
    assert program.get("/api/v1/session").status_code == 401
    assert flask("token", user.email, "--name", "x").exit_code == 1
    assert flask("disable", "nobody@example.org").exit_code == 1
