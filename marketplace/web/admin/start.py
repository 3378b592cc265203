"""Where an administrator begins: what failed, whose invitation is open, and the ways on."""

from typing import Final

from flask import Blueprint, render_template

from marketplace.accounts.queries.invitations import list_sent
from marketplace.accounts.rules import InvitationState
from marketplace.kernel.permissions import Permission as P
from marketplace.web.access import current_officer, needs, now
from marketplace.web.places import names_today
from marketplace.workflows import watch_jobs
from marketplace.workflows.watch_jobs import JobState

blueprint: Final = Blueprint("admin", __name__, url_prefix="/administration", template_folder="../templates")
_FEW: Final = 10


@blueprint.get("/")
@needs(P.ACCOUNTS_ADMINISTER)
def start() -> str:
    """Show what an administrator looks at first."""
    officer = current_officer()
    sent = list_sent(actor=officer, now=now(), state=InvitationState.OPEN, limit=_FEW)
    return render_template(
        "admin/start.html",
        failed=watch_jobs.list_jobs(actor=officer, state=JobState.FAILED, limit=_FEW)[:_FEW],
        running=watch_jobs.list_jobs(actor=officer, state=JobState.RUNNING, limit=_FEW)[:_FEW],
        sent=sent,
        regions=names_today([row["region_code"] for row in sent]),
    )
