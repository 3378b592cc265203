"""What can go wrong with the register."""

from marketplace.kernel.errors import Conflict, Invalid, NotFound


class HouseholdUnknown(NotFound):
    """There is no such household, or it is outside the caller's region."""

    code = "household.not_found"
    zh = "没有找到该户"
    en = "There is no such household"


class HouseholdNumberTaken(Conflict):
    """Another household has the number."""

    code = "household.number_taken"
    zh = "户编号 {household_number} 已有登记"
    en = "Household number {household_number} is registered already"


class IdentityTaken(Conflict):
    """The head is registered as the head of another household."""

    code = "household.identity_taken"
    zh = "该证件号码已登记为另一户（{household_number}）的户主"
    en = "This identity number is registered as the head of another household ({household_number})"


class IdentityRepeated(Invalid):
    """Two rows of one file name the same head."""

    code = "household.identity_repeated"
    zh = "证件号码与第 {other_row} 行相同：同一人不能是两户的户主"
    en = "The same identity number as row {other_row}: nobody is the head of two households"


class IdentityDoubtful(Invalid):
    """The area code of an identity number did not exist in the birth year: a doubt, never a refusal."""

    code = "household.identity_doubtful"
    zh = "证件号码的地区代码在出生年份尚不存在，请核对（不影响导入）"
    en = "The area code of the identity number did not exist in the birth year; please check (it is imported)"


class VillageUnknown(Invalid):
    """The register of regions has no such village in the household's time."""

    code = "household.village_unknown"
    zh = "没有行政村代码 {value}，或该村在登记期间不存在"
    en = "There is no village {value}, or not in the time of the registration"


class HouseholdChanged(Invalid):
    """A known household is told with another day of registration."""

    code = "household.told_anew"
    zh = "该户已登记，识别时间不可更改"
    en = "The household is registered already; its day of registration cannot change"


class CountyDiffers(Invalid):
    """A known household is told in another county."""

    code = "household.county_differs"
    zh = "该户已在另一县登记，不可跨县变更"
    en = "The household is registered in another county; it cannot move across counties"


class ClearedAlready(Conflict):
    """A household's risk was cleared before."""

    code = "household.cleared_already"
    zh = "该户的风险已于此前消除，日期不可更改"
    en = "The household's risk was cleared before; the day cannot change"


class PeriodNotAfterRegistration(Invalid):
    """A day lies before the household was registered."""

    code = "household.before_registration"
    zh = "日期应晚于识别时间"
    en = "The day must be after the registration"


class StatusTooEarly(Conflict):
    """A later category or number of persons is known already."""

    code = "household.status_too_early"
    zh = "已有 {from_on} 起的情况，不能补记更早的变更"
    en = "A status from {from_on} is known already; an earlier change cannot be added"
