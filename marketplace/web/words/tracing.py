"""The words of the trace pages."""

from collections.abc import Mapping
from typing import Final

TRACING: Final[Mapping[str, tuple[str, str]]] = {
    "trace_of": ("溯源：", "Trace of"),
    "trace_code_alt": ("溯源二维码", "QR code of the trace page"),
    "to_trace": ("查看溯源信息", "Trace this product"),
    "to_product": ("查看商品", "See the product"),
    "where_from": ("从哪里来", "Where it comes from"),
    "traced_supplier": ("供应商", "Supplier"),
    "not_certified_then": ("当时无有效认定", "None that held"),
    "certification_then": ("生产时的产品认定", "Certification when it was made"),
    "trace_note": (
        "带贫农户只公布户数，少于 5 户不公开；不含任何姓名。户数为今日有效的带贫名册所含户数。",
        (
            "Households are told as a count only, none below 5, and never by name: those on the roster that is in "
            "force today."
        ),
    ),
    "lots_of_product": ("批次", "Lots"),
    "lot_number": ("批号", "Lot"),
    "produced_on": ("生产日期", "Made on"),
    "expires_on": ("保质期至", "Best before"),
    "quality_certificate": ("质量合格证明", "Quality certificate"),
    "certificate_there": ("已提交", "Filed"),
    "certificate_none": ("未提交", "None filed"),
    "no_lots": ("供应商还没有登记批次。", "The supplier has not recorded any lot yet."),
    "trace_of_sale": ("销售溯源 {number}", "Trace of sale {number}"),
    "how_counted": ("怎样计入统计", "How it is counted"),
    "kind_of_row": ("类型", "Kind"),
    "sale_kind.sale": ("销售", "Sale"),
    "sale_kind.return": ("退货", "Return"),
    "sale_kind.correction": ("更正", "Correction"),
    "sold_certified": ("认定有效期内的产品", "Of a product inside its certification"),
    "sold_uncertified": ("未计入认定产品销售", "Not counted as certified"),
    "takes_back": ("冲减的销售", "Takes back"),
    "taken_back_by": ("被以下记录冲减", "Taken back by"),
    "figures_it_counts_in": ("计入产地县 {year} 年公开统计", "Counted in the county's statistics of {year}"),
    "trace_sale_note": (
        "单笔销售只公开日期、渠道、产地县和金额，不公开买卖双方和农户，以免推算出少于 5 户的数据。",
        (
            "Of a single sale, day, channel, county and amount are told, and neither seller nor buyer nor households: "
            "otherwise figures of fewer than 5 could be derived."
        ),
    ),
    "sale_title": ("销售 {number}", "Sale {number}"),
    "sale_what": ("销售内容", "What was sold"),
    "sale_from": ("来源与带贫", "Where it was told, and whom it reaches"),
    "sale_corrected": ("已更正", "corrected away"),
    "sale_of_order": ("订单", "Order"),
    "sale_line": ("第 {number} 行", "line {number}"),
    "sale_import": ("导入批次", "Import"),
    "sale_evidence_outside": ("有，不在您的查看范围内", "There is some, which is not yours to read"),
    "sale_recorded": ("入账时间", "Recorded"),
    "sale_pool": ("到户部分", "Pool for households"),
    "sale_roster": ("适用名册", "Roster"),
    "sale_households": ("{number} 户的名册", "A roster of {number} households"),
    "sale_no_roster": ("当日没有有效名册", "None was in force that day"),
    "sale_public": ("公众看到的溯源页", "The trace page that anybody sees"),
    "sale_see": ("查看销售", "See the sale"),
    "sale_waits": ("疑似重复，待裁定", "Looks like another: waits"),
    "sales_wait": (
        "有 {number} 行疑似与其他销售重复，裁定前不计入：",
        "{number} lines look like other sales and do not count before someone decides:",
    ),
}
