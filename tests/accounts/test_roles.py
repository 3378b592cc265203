from marketplace.accounts.rules import (
    DUTY_PERMISSIONS,
    MEMBER_PERMISSIONS,
    BuyerKind,
    Duty,
    MemberRole,
    OrganisationKind,
    buyer_kind_of,
)
from marketplace.kernel.permissions import Permission as P


def test_every_role_and_duty_stands_in_the_table():
    assert set(MEMBER_PERMISSIONS) == set(MemberRole)
    assert set(DUTY_PERMISSIONS) == set(Duty)


def test_every_permission_is_held_by_some_role():
    held = set().union(*MEMBER_PERMISSIONS.values(), *DUTY_PERMISSIONS.values())
    assert held == set(P)


def test_law_11_no_duty_both_enters_and_approves():
    for entering, approving in [
        (P.REPORTS_ENTER, P.REPORTS_APPROVE),
        (P.ORDERS_PLACE, P.ORDERS_APPROVE),
        (P.SUPPLIERS_RECOMMEND_OPERATION, P.SUPPLIERS_RECOMMEND_LINKAGE),
        (P.LINKAGES_ENTER, P.LINKAGES_VERIFY),
        (P.ROSTERS_ENTER, P.ROSTERS_APPROVE),
        (P.BENEFITS_ENTER, P.BENEFITS_VERIFY),
    ]:
        for role, permissions in [*MEMBER_PERMISSIONS.items(), *DUTY_PERMISSIONS.items()]:
            assert not {entering, approving} <= permissions, role


def test_an_auditor_changes_nothing():
    assert all(permission.value.endswith(".read") for permission in DUTY_PERMISSIONS[Duty.AUDITOR])


def test_every_organisation_counts_as_some_kind_of_buyer():
    assert {buyer_kind_of(kind) for kind in OrganisationKind} == set(BuyerKind)
