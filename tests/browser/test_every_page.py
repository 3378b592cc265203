"""A walk through the whole house: no page keeps anybody out, complains, overflows, shifts or is heavy."""

import gzip
from collections.abc import Callable

import pytest

from tests.browser.furnishing import furnish
from tests.browser.places import PEOPLE, Place, places, unknown_arguments
from tests.browser.reader import DESK, PHONE, Reader
from tests.browser.site import Site

# the sign-in library's own forms
pytestmark = pytest.mark.filterwarnings("ignore:Passing SelectField choices:DeprecationWarning")

MOST_BYTES = 300_000
MOST_SHIFT = 0.05
GRAVE = {"serious", "critical"}
WATCH = """
    window.shifted = 0;
    new PerformanceObserver(told => {
        for (const entry of told.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
    }).observe({type: 'layout-shift', buffered: true});
"""


@pytest.fixture(scope="module")
def house(site: Site) -> Site:
    """The reference year with work that waits for each audience."""
    furnish(site)
    return site


@pytest.fixture(scope="module")
def axe():
    from axe_playwright_python.sync_playwright import Axe

    return Axe()


@pytest.fixture
def walk(sit_down, house) -> Callable[..., Reader]:
    """Gives each person one window, which is used for all their pages."""
    readers: dict[str | None, Reader] = {}

    def reader_of(person: str | None, language: str) -> Reader:
        if person not in readers:
            readers[person] = sit_down(person, language=language, size=PHONE)
            readers[person].page.add_init_script(WATCH)
        return readers[person]

    return reader_of


def is_page(reader: Reader, place: Place, wrong: dict[str, list[str]]) -> bool:
    """Tell whether an address answers with a page; what it answers must not be a refusal."""
    answer = reader.page.request.get(f"{reader.address}{place.path}")
    if answer.status != (404 if place.endpoint == "account.show_invitation" else 200):
        wrong[place.path] = [f"{answer.status} for {place.person}, {place.endpoint}"]
        return False
    return answer.headers["content-type"].startswith("text/html")


def weigh(reader: Reader, place: Place) -> int:
    """Open a page and tell how many bytes it sends, compressed, without photographs."""
    answers = []

    def keep(answer) -> None:
        answers.append(answer)

    reader.page.on("response", keep)
    reader.page.goto(f"{reader.address}{place.path}")
    reader.page.remove_listener("response", keep)
    bodies = [answer.body() for answer in answers if answer.status == 200 and "image/jpeg" not in str(answer.headers)]
    return sum(len(gzip.compress(body)) for body in bodies)


def findings(axe, reader: Reader) -> list[str]:
    """Tell what keeps people out of the page that is open."""
    told = axe.run(reader.page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{each['impact']} {each['id']}: {each['nodes'][0]['html'][:150]}" for each in told if each["impact"] in GRAVE
    ]


@pytest.mark.parametrize("audience", PEOPLE)
def test_no_page_keeps_anybody_out(audience, house, walk, axe):
    wrong: dict[str, list[str]] = {}
    for place in places(house, audience):
        reader = walk(place.person, "zh")
        if is_page(reader, place, wrong):
            weight = weigh(reader, place)
            told = [*findings(axe, reader), *fits(reader)]
            if weight > MOST_BYTES:
                told.append(f"{weight} bytes")
            if told:
                wrong[place.path] = told
    assert wrong == {}


@pytest.mark.parametrize("audience", PEOPLE)
def test_every_page_fits_in_english_too(audience, house, walk):
    wrong: dict[str, list[str]] = {}
    for place in places(house, audience):
        reader = walk(place.person, "en")
        if is_page(reader, place, wrong):
            reader.page.goto(f"{reader.address}{place.path}")
            if told := fits(reader):
                wrong[place.path] = told
    assert wrong == {}


def fits(reader: Reader) -> list[str]:
    """Tell what moves while a page loads, and what is wider than a phone or a screen."""
    told = []
    shifted = reader.page.evaluate("window.shifted")
    if shifted > MOST_SHIFT:
        told.append(f"moves by {shifted:.3f}")
    for size in (DESK, PHONE):
        reader.page.set_viewport_size(size)
        if wider := reader.overflow():
            told.append(f"{wider} px wider than {size['width']}")
    return told


def test_the_walk_notices_what_keeps_people_out(house, walk, axe):
    reader = walk(None, "zh")
    reader.open("/")
    assert findings(axe, reader) == []
    reader.page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    assert any("label" in told for told in findings(axe, reader))
    reader.page.evaluate("[...document.querySelectorAll('main input')].at(-1).size = 200")
    assert any("wider than 375" in told for told in fits(reader))


def test_an_object_is_named_for_every_page(house):
    assert unknown_arguments(house) == set()
