import pytest

from marketplace.purchasing.errors import LinesRefused
from marketplace.purchasing.rules import PaymentTerms
from marketplace.workflows import order_draft
from marketplace.workflows.place_order import Terms


def test_a_draft_with_a_wrong_row_orders_nothing_of_the_others(stage, cast):
    sku = cast.product(stage.supplier)
    facts = {"buyer_id": stage.school.id, "actor": stage.as_(stage.purchaser), "now": stage.now}
    draft = order_draft.check([{"sku": sku.code, "quantity": "1"}, {"sku": "nowhere", "quantity": "1"}], **facts)
    terms = Terms(payment_terms=PaymentTerms.ON_ACCOUNT, order_approval_fen=10**9, reservation_days=7)
    with pytest.raises(LinesRefused) as refused:
        order_draft.place(draft, terms=terms, **facts)
    assert list(refused.value.fields) == ["rows.2.sku"]
