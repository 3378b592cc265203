"""Measures with their definitions, slices, and what may be published of small numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, Self

from marketplace.accounts.rules import BuyerKind
from marketplace.catalogue.rules import ProductCategory
from marketplace.kernel.days import Month
from marketplace.regions.rules import canonical_code, level_of, prefix_of
from marketplace.sales.rules import Channel
from marketplace.statistics.errors import MonthsReversed, RegionTooSmall

MOST_MONTHS: Final = 240
COUNTY_LEVEL: Final = 6


class By(StrEnum):
    """Into what a slice is broken down."""

    CHANNEL = "channel"
    TAG = "tag"
    """Tags overlap: their rows are never added."""
    MONTH = "month"
    REGION = "region"
    """The regions one level below the asked one."""
    SUPPLIER = "supplier"
    CATEGORY = "category"
    BUYER_KIND = "buyer-kind"
    BUYER_REGION = "buyer-region"
    """The province of the buyer."""

    @property
    def key(self) -> str:
        """The name under which a row's slice tells the value."""
        return self.value.replace("-", "_")

    @property
    def knows_payments(self) -> bool:
        """Tell whether payments to households can be told apart so: they name no sale."""
        return self in {By.MONTH, By.REGION, By.SUPPLIER}

    @property
    def is_partition(self) -> bool:
        """Tell whether the rows add up to the whole."""
        return self is not By.TAG


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Which sales a figure is about: origin region, months from first to last, and what narrows them."""

    region_code: str
    month_from: Month
    month_to: Month
    channel: Channel | None = None
    tag: str | None = None
    supplier: str | None = None
    """Credit code."""
    category: ProductCategory | None = None
    buyer_kind: BuyerKind | None = None
    buyer_region: str | None = None

    def __post_init__(self) -> None:
        """Refuse a slice that no sale can be in.

        :raises RegionTooSmall: below county level.
        :raises MonthsReversed: if the months are not in order, or too many.
        """
        if level_of(canonical_code(self.region_code)) > COUNTY_LEVEL:
            raise RegionTooSmall(region_code=self.region_code)
        if not 0 < self.months <= MOST_MONTHS:
            raise MonthsReversed(month_from=str(self.month_from), month_to=str(self.month_to), most=MOST_MONTHS)

    @property
    def months(self) -> int:
        """How many months the slice spans."""
        return _ordinal(self.month_to) - _ordinal(self.month_from) + 1

    @property
    def prefix(self) -> str:
        """The prefix of every county in the region."""
        return prefix_of(canonical_code(self.region_code))

    @property
    def from_on(self) -> date:
        """The first day."""
        return self.month_from.first_on

    @property
    def end_on(self) -> date:
        """The first day after the slice."""
        return self.month_to.end_on

    @property
    def last_on(self) -> date:
        """The last day, on which persons are counted."""
        return self.month_to.last_on

    @property
    def knows_payments(self) -> bool:
        """Tell whether payments to households can be told apart so: they know no channel, tag, goods or buyer."""
        return not (self.channel or self.tag or self.category or self.buyer_kind or self.buyer_region)

    def year_before(self) -> Self:
        """Make the same slice a year before."""
        return self._moved(12)

    def period_before(self) -> Self:
        """Make the slice of as many months right before this one."""
        return self._moved(self.months)

    def _moved(self, months: int) -> Self:
        return replace(
            self,
            month_from=_month(_ordinal(self.month_from) - months),
            month_to=_month(_ordinal(self.month_to) - months),
        )


def _ordinal(month: Month) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _month(ordinal: int) -> Month:
    return Month(f"{ordinal // 12:04d}-{ordinal % 12 + 1:02d}")


@dataclass(frozen=True, slots=True)
class Definition:
    """What a measure means, in the words that stand under a report."""

    id: str
    zh: str
    en: str


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
