import pytest
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import RequestEntityTooLarge, TooManyRequests

from marketplace.kernel.errors import Conflict, Forbidden, Invalid, Unavailable
from marketplace.web.words import PROBLEMS
from tests.web.reading import Page

SECRET = "SELECT head_name FROM household -- 张三丰"


@pytest.fixture
def failing(app, browser, monkeypatch):
    """The home page, failing in a way."""

    def fail(error, *, language="zh", **headers):
        def view():
            raise error

        monkeypatch.setitem(app.view_functions, "public.home", view)
        monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)  # noqa: FBT003  as it is served
        return browser(language).get("/", headers=headers)

    return fail


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Forbidden(), 403),
        (RequestEntityTooLarge(), 413),
        (TooManyRequests(retry_after=30), 429),
        (RuntimeError(SECRET), 500),
        (Unavailable(), 503),
        (OperationalError(SECRET, {}, Exception(SECRET)), 503),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_refusal_says_what_happened_and_where_to_go(failing, error, status, language):
    page = Page.of(failing(error, language=language))
    place = 1 if language == "en" else 0
    what, then = PROBLEMS[status]
    assert page.status == status
    assert what[place] in page.text
    assert then[place] in page.text
    assert "/" in [link["href"] for link in page.all("a")]
    assert ("/account/login" in [link["href"] for link in page.all("a")]) is (status == 403)


@pytest.mark.parametrize("error", [RuntimeError(SECRET), OperationalError(SECRET, {}, Exception(SECRET))])
@pytest.mark.parametrize("accept", ["text/html", "application/json", "*/*"])
def test_a_failure_leaks_nothing(failing, error, accept):
    body = failing(error, Accept=accept).get_data(as_text=True)
    for secret in ("张三丰", "head_name", "RuntimeError", "Operational", "Traceback", ".py", "psycopg"):
        assert secret not in body


def test_a_failure_asks_the_database_nothing(failing, monkeypatch):
    def away(*_arguments, **_options):
        raise OperationalError(SECRET, {}, Exception(SECRET))

    monkeypatch.setattr("sqlalchemy.orm.Session.execute", away)
    monkeypatch.setattr("sqlalchemy.orm.Session.get", away)
    assert Page.of(failing(Unavailable())).status == 503


def test_a_page_that_is_not_there(read):
    page = read("/nowhere/at/all")
    assert page.status == 404
    assert "没有找到这个页面" in page.text
    assert page.headers["Content-Security-Policy"]


def test_a_method_that_is_not_taken_says_which_are(browser):
    answer = browser().post("/")
    page = Page.of(answer)
    assert page.status == 405
    assert "此地址不支持这种请求方法" in page.text
    assert "GET" in page.headers["Allow"]


def test_too_many_requests_say_when_to_come_back(failing):
    assert failing(TooManyRequests(retry_after=30)).headers["Retry-After"] == "30"


def test_another_refusal_keeps_its_own_sentence_and_code(failing):
    page = Page.of(failing(Conflict("constraint.uq_region__code")))
    assert page.status == 409
    assert "当前状态不允许这样做" in page.text
    assert "constraint.uq_region__code" in page.text


def test_fields_that_are_wrong_are_told(failing):
    page = Page.of(failing(Invalid(fields={"year": [Conflict()]})))
    assert page.status == 422
    assert "当前状态不允许这样做" in page.text


def test_a_sentence_is_escaped(failing):
    class Odd(Conflict):
        zh = "<script>alert(1)</script>"

    assert "<script>" not in failing(Odd()).get_data(as_text=True)


@pytest.mark.parametrize(
    ("path", "accept"), [("/nowhere", "application/json"), ("/nowhere", "*/*"), ("/api/x", "text/html")]
)
def test_programs_keep_the_problem(browser, path, accept):
    answer = browser().get(path, headers={"Accept": accept})
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    assert answer.json["code"] == "not_found"
