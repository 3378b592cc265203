"""The words of the cashier's queue."""

from collections.abc import Mapping
from typing import Final

BANK: Final[Mapping[str, tuple[str, str]]] = {
    "bank_lines": ("银行对账", "Bank lines"),
    "bank_about": (
        "按汇款识别码和金额自动对账；对不上的由人判断，金额必须完全一致。",
        "Lines are matched by remittance code and exact amount; the rest waits for a person.",
    ),
    "bank_import": ("导入银行流水", "Bring a bank statement"),
    "bank_line_one": ("银行流水", "Bank line"),
    "bank_booked": ("记账日期", "Booked on"),
    "bank_payer": ("付款户名", "Payer"),
    "bank_remark": ("摘要附言", "Remark"),
    "bank_suggested": ("可能对应的应付款", "What it could pay"),
    "bank_suggestions": ("金额一致的应付款", "Charges of the same amount"),
    "bank_why": ("依据", "Because"),
    "bank_by_code": ("识别码一致", "Same code"),
    "bank_by_payer": ("付款户名一致", "Same payer"),
    "bank_by_amount": ("仅金额一致", "Same amount only"),
    "bank_no_charge": ("没有金额一致的应付款", "No charge of this amount"),
    "bank_no_charge_what": (
        "没有金额一致的应付款。与订单无关的流水可移出队列。",
        "No open charge has this amount. A line that pays no order may be set aside.",
    ),
    "bank_other_code": ("按识别码匹配", "Match by a code"),
    "bank_code_hint": ("如 BF 开头的十位识别码", "Ten characters that begin with BF"),
    "bank_match": ("匹配", "Match"),
    "bank_look": ("查看", "Look at it"),
    "bank_undo": ("取消匹配", "Undo the match"),
    "bank_undo_what": (
        "应付款恢复为待付款，因这笔款项计入的销售将冲销。",
        "The charge is open again, and what was sold by it is corrected away.",
    ),
    "bank_set_aside": ("与订单无关", "Set aside"),
    "bank_set_aside_what": ("移出待办队列，需要时可放回。", "It leaves the queue and may be put back."),
    "bank_requeue": ("放回队列", "Put it back"),
    "bank_was_undone": ("已取消：", "undone:"),
    "bank_automatic": ("自动匹配", "by itself"),
    "bank_by_hand": ("人工匹配", "by a person"),
    "bank_none_queued": ("没有待匹配的流水。", "No line waits to be matched."),
    "bank_none": ("没有这样的流水。", "There are no such lines."),
    "bank_matched": ("已匹配，订单款项已到账。", "It was matched: the order is paid."),
    "bank_undone": ("已取消匹配。", "The match was undone."),
    "bank_was_set_aside": ("已移出队列。", "It was set aside."),
    "bank_requeued": ("已放回队列。", "It is in the queue again."),
    "bank_state.queued": ("待匹配", "To be matched"),
    "bank_state.matched": ("已匹配", "Matched"),
    "bank_state.set_aside": ("与订单无关", "Set aside"),
}
