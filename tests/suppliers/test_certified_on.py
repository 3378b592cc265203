from datetime import date, timedelta

from marketplace.suppliers.models import Qualification, Suspension
from marketplace.suppliers.queries import certified_on
from marketplace.suppliers.rules import QualificationState


def test_a_supplier_is_certified_on_the_days_of_its_period_and_no_other(cast):
    supplier = cast.supplier(certified=(date(2020, 3, 1), date(2020, 9, 1)))
    days = [date(2020, 2, 29), date(2020, 3, 1), date(2020, 8, 31), date(2020, 9, 1)]
    assert [certified_on([supplier.id], day) == {supplier.id} for day in days] == [False, True, True, False]


def test_an_open_period_holds_until_it_is_closed(cast):
    supplier = cast.supplier(certified=(date(2020, 3, 1), None))
    assert certified_on([supplier.id], date(2099, 1, 1)) == {supplier.id}


def test_only_the_asked_suppliers_are_told(cast):
    asked, _other, never = cast.supplier(), cast.supplier(), cast.supplier(certified=None)
    assert certified_on([asked.id, never.id], date(2020, 5, 1)) == {asked.id}
    assert certified_on([], date(2020, 5, 1)) == set()


def test_an_expired_qualification_still_held_on_its_past_days(cast, session):
    supplier = cast.supplier()
    session.query(Qualification).update({"state": QualificationState.EXPIRED})
    assert certified_on([supplier.id], date(2020, 5, 1)) == {supplier.id}


def test_law_6_as_of_a_suspension_counts_on_its_days_alone(cast, session):
    supplier = cast.supplier()
    qualification = session.query(Qualification).filter_by(supplier_id=supplier.id).one()
    session.add(
        Suspension(
            qualification_id=qualification.id,
            from_on=date(2020, 5, 10),
            until_on=date(2020, 5, 12),
            reason="抽检不合格",
        )
    )
    session.flush()
    days = [date(2020, 5, 9) + timedelta(days=n) for n in range(4)]
    assert [bool(certified_on([supplier.id], day)) for day in days] == [True, False, False, True]
