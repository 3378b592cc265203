"""What waits for an officer, by kind and age."""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, current_app, render_template, request
from flask_login import current_user

from marketplace.kernel.days import day_of
from marketplace.kernel.errors import Forbidden
from marketplace.kernel.permissions import Permission
from marketplace.web.access import current_officer, now, signed_in
from marketplace.workflows.work_queue import Work, list_opened, list_waiting

blueprint: Final = Blueprint("staff", __name__, url_prefix="/office", template_folder="../templates")

LISTS: Final[Mapping[Work, tuple[str, Mapping[str, str]]]] = {
    Work.RECOMMEND_OPERATION: ("list_suppliers", {"state": "submitted"}),
    Work.RECOMMEND_LINKAGE: ("list_suppliers", {"state": "submitted"}),
    Work.REVIEW_SUPPLIER: ("list_suppliers", {"state": "recommended"}),
    Work.REVIEW_LISTING: ("list_reviews", {}),
    Work.VERIFY_LINKAGE: ("list_linkages", {"state": "entered"}),
    Work.APPROVE_ROSTER: ("list_rosters", {"state": "submitted"}),
    Work.VERIFY_PAYMENT: ("list_payments", {"state": "entered"}),
    Work.APPROVE_REPORT: ("list_reports", {"state": "submitted"}),
    Work.DECIDE_LOOK_ALIKE: ("list_look_alikes", {}),
    Work.MATCH_BANK_LINE: ("list_bank_lines", {"state": "queued"}),
    Work.COMMIT_IMPORT: ("list_imports", {"state": "checked"}),
}
"""The list of each kind of work, narrowed to what waits."""

ONES: Final[Mapping[Work, tuple[str, str]]] = {
    Work.RECOMMEND_OPERATION: ("show_application", "application_id"),
    Work.RECOMMEND_LINKAGE: ("show_application", "application_id"),
    Work.REVIEW_SUPPLIER: ("show_application", "application_id"),
    Work.REVIEW_LISTING: ("show_review", "version_id"),
    Work.VERIFY_LINKAGE: ("show_linkage", "linkage_id"),
    Work.APPROVE_ROSTER: ("show_roster", "version_id"),
    Work.VERIFY_PAYMENT: ("show_payment", "payment_id"),
    Work.APPROVE_REPORT: ("show_report", "report_id"),
    Work.DECIDE_LOOK_ALIKE: ("decide_look_alike", "look_alike_id"),
    Work.MATCH_BANK_LINE: ("show_bank_line", "line_id"),
    Work.COMMIT_IMPORT: ("show_import", "batch_id"),
}
"""The page of one thing of a kind, and the name of its number."""


OF_MEMBERS_TOO: Final = frozenset({Permission.IMPORTS_RUN})
"""What members of organisations do in this room too: they bring files."""


@blueprint.before_request
def keep_to_officers() -> None:
    """Refuse who holds what a page needs by a role in an organisation and not by a post in government.

    :raises Forbidden: naming the permission.
    """
    if not current_user.is_authenticated or request.endpoint is None:
        return
    permission = getattr(current_app.view_functions[request.endpoint], "permission", None)
    if permission in OF_MEMBERS_TOO:
        return
    officer = current_officer()
    if isinstance(permission, Permission):
        officer.require(permission)
    elif not officer.grants:
        raise Forbidden


@blueprint.get("/")
@signed_in
def start() -> str:
    """Show what waits in the officer's regions and may be decided by them, the longest waiting first."""
    officer = current_officer()
    return render_template(
        "staff/start.html",
        waiting=list_waiting(actor=officer),
        opened=list_opened(officer),
        goes=LISTS,
        ones=ONES,
        today=day_of(now()),
        may=lambda name: officer.has(Permission(name)),
    )
