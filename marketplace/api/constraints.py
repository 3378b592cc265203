"""What a unique constraint means: of two requests that write the same at once, the second is told so in words.

Services look before they write and refuse in the area's words; only a race gets as far as the database, which knows the
constraint and not the sentence. The code is the area's own where it has one.
"""

from collections.abc import Mapping
from typing import Final

from marketplace.accounts.errors import KeyReused, OrganisationKnown, UserKnown
from marketplace.benefits.errors import VoucherTaken
from marketplace.catalogue.errors import BatchNumberTaken, CertificationKnown, LotKnown, NumberTaken
from marketplace.households.errors import HouseholdNumberTaken, IdentityTaken, LinkageOpen
from marketplace.kernel.errors import Conflict
from marketplace.purchasing.errors import ShipmentReceived
from marketplace.reporting.errors import NumberTaken as ReportingNumberTaken
from marketplace.suppliers.errors import AlreadyRecommended, ApplicationOpen, SupplierKnown


class WrittenMeanwhile(Conflict):
    """Another request wrote the same a moment before."""

    code = "written_meanwhile"
    zh = "{thing_zh}已存在：另一请求刚刚写入。本次未作任何更改，请刷新后再试"
    en = "{thing_en} is there already: another request has just written it. Nothing was changed; refresh and try again"


class LawBroken(Conflict):
    """A write would have broken a law that the database keeps; which one is for the log."""

    code = "law_broken"
    zh = "本次写入与已有数据冲突，未作任何更改。请刷新后再试，仍出现时请告知管理员"
    en = "This contradicts what is on record; nothing was changed. Refresh, or tell the administrator"


_MEANWHILE: Final = WrittenMeanwhile.code

UNIQUE: Final[Mapping[str, tuple[str, str, str]]] = {
    "uq_agreement__agreement_number": (ReportingNumberTaken.code, "协议编号", "The agreement number"),
    "uq_allocation__roster_version_id_month": (_MEANWHILE, "该月分配", "The month's allocation"),
    "uq_bank_line__bank_reference": (_MEANWHILE, "银行流水号", "The bank reference"),
    "uq_bank_match__charge": (_MEANWHILE, "该应付款的到账匹配", "A match of the charge"),
    "uq_bank_match__line": (_MEANWHILE, "该银行流水的匹配", "A match of the bank line"),
    "uq_certification_batch__number": (BatchNumberTaken.code, "认定批次编号", "The batch number"),
    "uq_event__number": (ReportingNumberTaken.code, "活动编号", "The event number"),
    "uq_household__county_code_ordinal": (_MEANWHILE, "该县的户序号", "The household's place in the county"),
    "uq_household__head_identity_hash": (IdentityTaken.code, "以此人为户主的户", "A household with this head"),
    "uq_household__household_number": (HouseholdNumberTaken.code, "户编号", "The household number"),
    "uq_household_payment__voucher": (VoucherTaken.code, "该户的凭证号", "The household's voucher number"),
    "uq_linkage__open": (LinkageOpen.code, "供应商与该户的同类利益联结", "A linkage of this kind with the household"),
    "uq_listing_version__in_review": (_MEANWHILE, "待审核的上架版本", "A version in review"),
    "uq_listing_version__listed": (_MEANWHILE, "在售的上架版本", "A version on sale"),
    "uq_listing_version__product_id_number": (_MEANWHILE, "同号的上架版本", "A version with this number"),
    "uq_look_alike__source_source_number_line": (_MEANWHILE, "同一笔待核销售", "The same waiting sale"),
    "uq_lot__product_id_lot_number": (LotKnown.code, "该产品的批号", "The product's lot number"),
    "uq_membership__live": (_MEANWHILE, "该人在单位的同一任职", "The person's role in the organisation"),
    "uq_organisation__uscc": (OrganisationKnown.code, "统一社会信用代码", "The credit code"),
    "uq_outlet__number": (ReportingNumberTaken.code, "网点编号", "The outlet number"),
    "uq_product__product_number": (NumberTaken.code, "产品编号", "The product number"),
    "uq_product_certification__product_id_batch_id": (
        CertificationKnown.code,
        "该产品在此批次的认定",
        "The product's certification in the batch",
    ),
    "uq_qualification__open": (ApplicationOpen.code, "办理中的认定申请", "An application under way"),
    "uq_receipt__live": (ShipmentReceived.code, "该次发货的验收", "The receipt of the shipment"),
    "uq_recommendation__qualification_id_round_office": (
        AlreadyRecommended.code,
        "该部门的推荐意见",
        "The word of the office",
    ),
    "uq_recommendation__qualification_id_round_user_id": (
        AlreadyRecommended.code,
        "您的推荐意见",
        "Your word on the application",
    ),
    "uq_region__code_from_on": (_MEANWHILE, "同日起用的区划代码", "The area code from that day"),
    "uq_remembered_request__user_id_key": (KeyReused.code, "同一 Idempotency-Key 的请求", "A request with this key"),
    "uq_requirement_answer__qualification_id_requirement_id_attempt": (
        _MEANWHILE,
        "该材料的同次提交",
        "This attempt at the document",
    ),
    "uq_reservation__holder_sku_id": (_MEANWHILE, "同一预留", "The same reservation"),
    "uq_roster__subject": (_MEANWHILE, "该供应商、产品或批次的名册", "A roster of the same supplier, product or lot"),
    "uq_roster_version__segment": (_MEANWHILE, "同日起的名册版本", "A roster version from the same day"),
    "uq_sale__corrects": (_MEANWHILE, "该笔销售的更正", "The correction of the sale"),
    "uq_sale__invoice": (_MEANWHILE, "该发票号的销售", "A sale with this invoice number"),
    "uq_sale__source_source_number_line_generation_kind": (_MEANWHILE, "同一来源单号的销售", "The same sale"),
    "uq_sale_rollup__key": (_MEANWHILE, "同一统计汇总", "The same rollup"),
    "uq_shipment__order_id_number": (_MEANWHILE, "该订单的同次发货", "The same shipment of the order"),
    "uq_sku__code": (NumberTaken.code, "规格编号", "The SKU code"),
    "uq_staff_post__live": (_MEANWHILE, "该人在区域的同一职责", "The person's duty in the region"),
    "uq_supplier__organisation_id": (SupplierKnown.code, "该单位的供应商登记", "The organisation's supplier record"),
    "uq_suspension__open": (_MEANWHILE, "尚未解除的暂停", "A suspension that was not lifted"),
    "uq_user_account__email": (UserKnown.code, "该邮箱的账户", "An account with this address"),
}
"""By constraint: the code, and what is there already in both languages."""


def told_by(constraint: str | None) -> Conflict:
    """Tell a broken constraint in words."""
    if constraint is None or constraint not in UNIQUE:
        return LawBroken()
    code, zh, en = UNIQUE[constraint]
    return WrittenMeanwhile(code, thing_zh=zh, thing_en=en)
