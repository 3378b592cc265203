"""Days that nobody means: in forms as everywhere else, years before 1900 and after 2199 are slips of the hand."""

import pytest


@pytest.mark.parametrize("day", ["9999-12-31", "2200-01-01", "1899-12-31", "0001-01-01"])
@pytest.mark.parametrize("field", ["from_on", "last_on"])
def test_a_day_of_another_age_is_wrong_at_its_field(desk, reviewer, story, field, day):
    application = story.submitted()
    platform = desk(reviewer)
    platform.open(f"/office/applications/{application}/certification")
    page = platform.send(**{"from_on": "2020-09-15", "last_on": "2022-09-14", field: day}, status=422)
    assert "应在 1900-01-01 到 2199-12-31 之间" in page.text
    assert f"{field}-errors" in [tag.get("id") for tag in page.all("ul")]
