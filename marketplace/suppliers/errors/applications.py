"""What can go wrong with an application for certification."""

from marketplace.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class ApplicationUnknown(NotFound):
    """There is no such application, or it is not the caller's."""

    code = "application.not_found"
    zh = "没有这份认定申请"
    en = "There is no such application"


class ApplicationOpen(Conflict):
    """The supplier already has an application under way."""

    code = "application.open"
    zh = "已有一份认定申请（编号 {application_id}）正在办理"
    en = "Application {application_id} is already under way"


class ApplicationClosed(Conflict):
    """Nothing can be handed in or decided in this state of the application."""

    code = "application.closed"
    zh = "申请当前状态为“{state}”，不能这样做"
    en = "The application is “{state}”; this cannot be done now"


class RequirementUnknown(Invalid):
    """No requirement has this code, or the program answers it itself."""

    code = "requirement.unknown"
    zh = "“{requirement}”不是需要提交的材料"
    en = "“{requirement}” is not something to hand in"


class RequirementsMissing(Conflict):
    """Requirements are not met; `missing` lists `{requirement, state, name_zh, name_en}` of each."""

    code = "requirements.missing"
    zh = "还有材料未齐备：{names_zh}"
    en = "Still missing: {names_en}"


class FileMissing(Invalid):
    """A document is needed and none, or another organisation's, was named."""

    code = "requirement.file_missing"
    zh = "请上传文件"
    en = "Hand in a file"


class ExpiryMissing(Invalid):
    """A document that expires needs the last day it holds, today or later."""

    code = "requirement.expiry_missing"
    zh = "请填写有效期截止日，且不早于今天"
    en = "Give the last day it holds, today or later"


class AlreadyRecommended(Conflict):
    """The office has spoken on this round already."""

    code = "recommendation.given"
    zh = "该部门本轮已经提出意见"
    en = "The office has already spoken on this round"


class OfficeUnclear(Invalid):
    """Someone who speaks for both offices did not say for which."""

    code = "recommendation.office_unclear"
    zh = "您同时代表两个部门，请指明以哪个部门的名义推荐"
    en = "You speak for both offices; say for which"


class RecommenderDecides(Forbidden):
    """Who spoke for a county office does not also decide for the platform."""

    code = "qualification.recommender_decides"
    zh = "您已代表县级部门对本次申请给出推荐意见，平台审核须由另一人作出"
    en = "You spoke for a county office on this application; another person reviews it for the platform"


class PersonNeeded(Forbidden):
    """A recommendation is the word of a person, and the program itself is none."""

    code = "recommendation.needs_person"
    zh = "推荐意见只能由本人登录后给出，不能由系统代为给出"
    en = "A recommendation is a person's own word: sign in as that person to give it"
