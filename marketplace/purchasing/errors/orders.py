"""What can go wrong with an order that was placed."""

from marketplace.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class OrderUnknown(NotFound):
    """There is no such order in the caller's scope."""

    code = "order.not_found"
    zh = "没有这个订单"
    en = "There is no such order"


class OrderGroupUnknown(NotFound):
    """There is no such order group in the caller's scope."""

    code = "order_group.not_found"
    zh = "没有这次采购"
    en = "There is no such order group"


class ApproverPlaced(Forbidden):
    """Who placed an order does not approve it."""

    code = "order.approver_placed"
    zh = "下单人不能审批自己的订单，须由本单位的另一人审批"
    en = "Who placed an order may not decide on it; another person of the buyer must"


class SuppliersLapsed(Conflict):
    """A lapsed supplier takes no new order, and one that waits for approval is new until it is approved."""

    code = "order.suppliers_lapsed"
    zh = (
        "{suppliers} 目前不在认定有效期内，不能接受新订单，因此均未批准；可拒绝这次采购，或由下单人取消这些供应商的订单"
    )
    en = (
        "Not certified today, so taking no new orders: {suppliers}. Nothing was approved; refuse the group, or let the "
        "purchaser cancel the orders of these suppliers"
    )


class NothingWaits(Conflict):
    """No order of the group waits for approval."""

    code = "order_group.nothing_waits"
    zh = "这次采购没有待审批的订单"
    en = "No order of this group waits for approval"


class OrderNotPaid(Conflict):
    """A prepaid order ships after payment."""

    code = "order.not_paid"
    zh = "订单 {order_number} 为先款后货，尚未到账，不能发货"
    en = "Order {order_number} is prepaid and not paid yet; it cannot ship"


class OrderPaid(Conflict):
    """A paid order ends only after its payment was taken back."""

    code = "order.paid"
    zh = "订单 {order_number} 已付款，须先由出纳撤销到账记录（退款）"
    en = "Order {order_number} is paid; the cashier must take the payment back first"


class ReasonMissing(Invalid):
    """A decision that needs a reason has none."""

    code = "reason.missing"
    zh = "请说明原因"
    en = "Say why"
