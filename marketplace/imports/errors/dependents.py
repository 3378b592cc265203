"""What may depend on an import, in words, and what to do first."""

from collections.abc import Mapping
from typing import Final

DEPENDENTS: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "bank_match": (
        "匹配过应付款的流水",
        "请先逐条解除匹配（POST /bank-lines/<编号>/undoing）；匹配过的流水留有记录，这一批仍须保留，错的流水可改为搁置",
        "bank lines that were matched to charges",
        (
            "Take the matches back first, line by line (POST /bank-lines/<id>/undoing), and set wrong lines aside; "
            "what was matched once stays on record, and the import with it"
        ),
    ),
    "reservation": ("订单占用的库存", "请先取消这些订单", "stock reserved by orders", "Cancel the orders first"),
    "household_status": (
        "后来一批更新的户信息",
        "请先撤销后来的户导入",
        "what a later import said of the households",
        "Undo the later import of households first",
    ),
    "purchase_order": (
        "已发货或已结束的订单",
        "已发货的订单不能撤回，其余订单请用 POST /orders/<编号>/cancellation 取消",
        "orders that shipped or ended",
        "What shipped cannot be taken back; cancel the other orders singly (POST /orders/<id>/cancellation)",
    ),
    "household_payment": (
        "已核实、退回或冲销的到户支付",
        "请逐条冲销到户支付（POST /household-payments/<编号>/reversal）",
        "household payments that were verified, sent back or reversed",
        "Reverse the payments one by one (POST /household-payments/<id>/reversal)",
    ),
    "roster_version": (
        "带贫名册",
        "请先撤回这些名册版本；县级已批准的版本请县级管理员处理",
        "benefit rosters",
        "Withdraw these roster versions first; approved ones are the county's to take back",
    ),
    "roster_member": (
        "带贫名册成员",
        "请先撤销带来这些名册的导入",
        "members of rosters",
        "Undo the import of the rosters first",
    ),
    "linkage": ("联农带农关系", "请先终止或撤回这些联结", "benefit linkages", "End or withdraw the linkages first"),
    "sale": ("销售记录", "请先撤销带来这些销售的导入", "sales", "Undo the import of the sales first"),
    "order_line": ("订单", "请先取消这些订单", "orders", "Cancel the orders first"),
    "product": ("产品", "请先撤销带来这些产品的导入", "products", "Undo the import of the products first"),
    "stock_movement": (
        "库存变动",
        "发生过库存变动的产品不能删除，可将其下架",
        "movements of stock",
        "A product whose stock has moved stays; take it off sale instead",
    ),
    "household": ("户", "请先撤销带来这些户的导入", "households", "Undo the import of the households first"),
    "region": (
        "使用这些区划代码的数据（户、单位、岗位、商品、销售、活动等）",
        "请先撤销带来它们的导入，或改正它们的区划代码",
        "data that use its area codes (households, organisations, posts, listings, sales, events and the like)",
        "Undo their imports first, or correct their area codes",
    ),
}
"""By the table that depends: what it is and what to do first, in Chinese and in English."""

OTHERS: Final = (
    "后来写入的数据",
    "请先撤销后来的导入或登记，再撤销这一批",
    "data that came later",
    "Undo what came later first, then this import",
)
