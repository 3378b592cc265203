"""What can go wrong with organisations and with what people are in them."""

from marketplace.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class OrganisationNotFound(NotFound):
    """No such organisation in the caller's scope."""

    code = "organisation.not_found"
    zh = "没有找到这个单位"
    en = "There is no such organisation"


class OrganisationKnown(Conflict):
    """An organisation with this credit code exists."""

    code = "organisation.known"
    zh = "统一社会信用代码为 {uscc} 的单位已存在"
    en = "An organisation with the credit code {uscc} exists already"


class MembershipNotFound(NotFound):
    """No such live membership or post in the caller's scope."""

    code = "membership.not_found"
    zh = "没有找到这项任职"
    en = "There is no such membership or post"


class OwnAppointment(Forbidden):
    """Somebody tried to appoint themselves."""

    code = "appointment.own"
    zh = "不能给自己授予或解除职务"
    en = "Nobody appoints or dismisses themselves"


class InvitationWrong(NotFound):
    """The token of an invitation is unknown, used, withdrawn or expired."""

    code = "invitation.wrong"
    zh = "邀请无效、已使用或已过期，请向邀请人重新索取"
    en = "The invitation is unknown, used or expired; ask for a new one"


class InvitationNotFound(NotFound):
    """No such open invitation in the caller's scope."""

    code = "invitation.not_found"
    zh = "没有找到这个邀请"
    en = "There is no such invitation"


class OfferUnclear(Invalid):
    """An invitation offers neither a role in an organisation nor a duty in a region, or both."""

    code = "invitation.offer_unclear"
    zh = "邀请应填写 organisation_id 和 role，或 region_code 和 duty，二者取其一"
    en = "An invitation has organisation_id and role, or region_code and duty, and not both"
