import re

import pytest

from marketplace.web import assets


@pytest.mark.parametrize("name", ["bangfu.css", "mark.svg"])
def test_a_file_is_served_under_the_hash_of_its_content_for_a_year(browser, name):
    with browser().get("/") as page:
        (address,) = set(re.findall(rf'"(/assets/[0-9a-f]{{16}}/{re.escape(name)})"', page.get_data(as_text=True)))
    with browser().get(address) as answer:
        assert answer.status_code == 200
        assert answer.cache_control.public
        assert answer.cache_control.immutable
        assert answer.cache_control.max_age >= 31_536_000
        assert "Set-Cookie" not in answer.headers
        assert answer.mimetype in {"text/css", "image/svg+xml"}


def test_another_content_gets_another_address(app, tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "_FOLDER", tmp_path)
    with app.test_request_context():
        seen = set()
        for text in ("a {}", "b {}"):
            (tmp_path / "bangfu.css").write_text(text)
            assets._digest_of.cache_clear()
            seen.add(assets.address_of("bangfu.css"))
    assets._digest_of.cache_clear()
    assert len(seen) == 2


def test_under_the_hash_of_another_content_it_is_not_kept(browser):
    with browser().get("/assets/0123456789abcdef/bangfu.css") as answer:
        assert answer.status_code == 200
        assert not answer.cache_control.immutable
        assert answer.cache_control.max_age in {0, None}


@pytest.mark.parametrize("name", ["nothing.css", "..%2Fregister.py", "../register.py", "%2e%2e%2fregister.py", "%00"])
def test_nothing_else_is_served(browser, name):
    with browser().get(f"/assets/0123456789abcdef/{name}") as answer:
        assert answer.status_code == 404


def test_styles_reach_for_nothing_outside():
    for path in assets._FOLDER.iterdir():
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "//" not in text
        assert "@import" not in text
        assert "url(" not in text
