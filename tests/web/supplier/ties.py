"""A supplier's ties to households as a test needs them: verified, waiting, or sent back."""

from datetime import date

from marketplace.households.models import Household, Linkage
from marketplace.households.rules import LinkageState, Mechanism
from tests.factories.cast import LONG_AGO


def tie(
    stage, household: Household | None = None, *, state: LinkageState = LinkageState.VERIFIED, **changes
) -> Linkage:
    """Tie a household to the supplier of the stage since the beginning of 2020."""
    facts = {
        "supplier_id": stage.supplier.id,
        "household_id": (household or stage.cast.household()).id,
        "mechanism": Mechanism.DIRECT_PURCHASE,
        "from_on": date(2020, 1, 1),
        "state": state,
        "entered_at": LONG_AGO,
        "verified_at": LONG_AGO if state is LinkageState.VERIFIED else None,
        "reason": "合同看不清" if state is LinkageState.SENT_BACK else None,
    }
    row = Linkage(**facts | changes)
    stage.session.add(row)
    stage.session.commit()
    return row
