"""What each measure means; a figure names its definition."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Definition:
    """What a measure means, in the words that stand under a report."""

    id: str
    zh: str
    en: str

    @property
    def name_zh(self) -> str:
        """What it is called, before what it means."""
        return self.zh.partition("：")[0]

    @property
    def name_en(self) -> str:
        """What it is called, before what it means."""
        return self.en.partition(":")[0]


DEFINITIONS: Final[Mapping[str, Definition]] = {
    definition.id: definition
    for definition in (
        Definition(
            "sales.v1",
            "销售额：期内确认的销售额合计，退货为负",
            "Sales: the sum of the sales recognised in the slice; returns are negative",
        ),
        Definition(
            "sales.certified.v1",
            "认定产品销售额：销售额中产品认定有效期内的部分",
            "Certified sales: of the sales, those inside the validity of a product certification",
        ),
        Definition(
            "sales.benefiting.v1",
            "带贫销售额：销售额中当日带贫名册至少有一户的部分",
            "Benefiting sales: of the sales, those whose roster held at least one registered household that day",
        ),
        Definition(
            "sales.unattributed.v1",
            "未关联销售额：没有带贫名册的销售额",
            "Sales not attributed: the sales without a roster",
        ),
        Definition(
            "income.attributed.v1",
            "折算增收：每笔销售额乘以名册到户比例，四舍五入到分后合计",
            "Attributed income: household share × amount of each sale, half up to the fen, summed",
        ),
        Definition(
            "income.evidenced.v1",
            "实付到户：期内有凭证且经核实的向在册户支付的金额合计（按供应商所在县统计）",
            "Evidenced income: verified payments to registered households in the slice, by the supplier's county",
        ),
        Definition(
            "households.v1",
            "带贫户数：期内名册净收益为正的各名册版本所含户的并集，每户只计一次",
            "Households benefited: the union of the roster versions with a positive net pool, each household once",
        ),
        Definition(
            "persons.v1",
            "带贫人数：上述各户在期末日的家庭人口",
            "Persons benefited: the members of those households on the slice's last day",
        ),
        Definition(
            "household_times.v1",
            "户次：各名册版本各月净收益为正时所含户数之和，同一户可计多次",
            "Household-times: households of each roster version and month with a positive net pool, summed",
        ),
        Definition(
            "households.evidenced.v1",
            "实付户数：期内至少有一笔核实支付的在册户数",
            "Households paid: registered households with at least one verified payment in the slice",
        ),
        Definition(
            "coverage.v1",
            "覆盖率：带贫户数与该区域期末在册户数之比",
            "Coverage: households of the region benefited ÷ households registered there on the last day",
        ),
        Definition(
            "agreements.signed.v1",
            "签约额：期内签订协议的金额，不计入销售额",
            "Signed amount: agreements signed in the slice, never part of sales",
        ),
        Definition(
            "agreements.fulfilled.v1",
            "履约额：期内签订协议已履行的金额，不计入销售额",
            "Fulfilled amount: what of the agreements signed in the slice was fulfilled, never part of sales",
        ),
        Definition(
            "suppliers.certified.v1",
            "认定供应商数：期末日认定有效的供应商",
            "Certified suppliers: those certified on the slice's last day",
        ),
        Definition(
            "products.certified.v1",
            "认定产品数：期末日认定有效的产品",
            "Certified products: those certified on the slice's last day",
        ),
        Definition(
            "batches.v1",
            "认定批次数：期末日有效认定所属的批次",
            "Batches: those of the certifications in force on the slice's last day",
        ),
        Definition("events.v1", "展销对接活动场次：期内举办", "Sales events: those held in the slice"),
        Definition(
            "outlets.v1", "专馆专柜专区等网点数：期内营业过的网点", "Outlets: those open at some time in the slice"
        ),
    )
}

FIGURE_DEFINITIONS: Final[Sequence[str]] = (
    "sales.v1",
    "sales.certified.v1",
    "sales.benefiting.v1",
    "sales.unattributed.v1",
    "income.attributed.v1",
    "income.evidenced.v1",
    "households.v1",
    "persons.v1",
    "household_times.v1",
)
"""The definitions of a row of figures."""

MEASURES: Final[Sequence[str]] = (
    "sales_fen",
    "certified_fen",
    "benefiting_fen",
    "unattributed_fen",
    "attributed_fen",
    "evidenced_fen",
    "households",
    "persons",
    "household_times",
)
"""The numbers of a row of figures, in the order of their definitions."""
