import pytest

from marketplace.kernel.actor import Actor, Grant, Via, system
from marketplace.kernel.errors import Forbidden, NotFound
from marketplace.kernel.permissions import Permission as P

COUNTY_READER = Actor(
    name="县干部", via=Via.API, user_id=1, grants=frozenset({Grant(P.SALES_READ, region_prefix="621022")})
)
SCHOOL_READER = Actor(name="学校", via=Via.API, user_id=2, grants=frozenset({Grant(P.ORDERS_READ, organisation_id=7)}))


class SaleMissing(NotFound):
    """There is no such sale."""


def test_law_12_outside_ones_scope_a_thing_does_not_exist():
    COUNTY_READER.require_over(P.SALES_READ, SaleMissing(), region_codes=["621022101001"])
    with pytest.raises(SaleMissing):
        COUNTY_READER.require_over(P.SALES_READ, SaleMissing(), region_codes=["621021"])
    with pytest.raises(SaleMissing):
        SCHOOL_READER.require_over(P.ORDERS_READ, SaleMissing(), organisation_ids=[8])


def test_a_permission_held_nowhere_is_forbidden_by_name():
    with pytest.raises(Forbidden) as refusal:
        SCHOOL_READER.require_over(P.SALES_READ, SaleMissing(), organisation_ids=[7])
    assert refusal.value.facts["permission"] == "sales.read"


def test_a_county_post_does_not_reach_the_city():
    assert not COUNTY_READER.covers(P.SALES_READ, region_codes=["621000"])


def test_the_command_line_reaches_everything():
    assert system(Via.CLI).covers(P.HOUSEHOLDS_EDIT, region_codes=["110101"], organisation_ids=[1])
    assert system().region_prefixes(P.SALES_READ) == [""]
