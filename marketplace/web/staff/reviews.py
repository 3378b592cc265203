"""Listing versions that wait for a second person: what is on sale beside what would be, differences marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import render_template, url_for

from marketplace.catalogue.queries import reviews as queries
from marketplace.catalogue.service import listings
from marketplace.kernel.permissions import Permission as P
from marketplace.web.access import current_officer, needs, now
from marketplace.web.asking import Question, Words, ask
from marketplace.web.forms import Answer, Form, page
from marketplace.web.pages import SIZE, after_id, page_of
from marketplace.web.places import names_today
from marketplace.web.staff.start import blueprint

_TOLD: Final = ("name", "origin", "delivery_days", "description")


@dataclass(frozen=True, slots=True)
class Beside:
    """One thing that a version says, beside what is on sale; `None` where one of them does not say it."""

    name: str
    before: Any
    after: Any

    @property
    def is_change(self) -> bool:
        """Whether the two say different things."""
        return bool(self.before != self.after)


@blueprint.get("/listing-reviews")
@needs(P.CATALOGUE_REVIEW)
def list_reviews() -> str:
    """Show the versions in review, the longest waiting first."""
    rows = queries.list_reviews(actor=current_officer(), after=after_id() or 0, limit=SIZE + 1)
    return render_template("staff/reviews.html", page=page_of(rows, key=lambda row: row["id"]))


@blueprint.get("/listing-reviews/<int:version_id>")
@needs(P.CATALOGUE_REVIEW)
def show_review(version_id: int) -> Answer:
    """Show a version beside what is on sale now."""
    return page("staff/review.html", Form(), **_compared(version_id))


@blueprint.post("/listing-reviews/<int:version_id>/listing")
@needs(P.CATALOGUE_REVIEW)
def accept_version(version_id: int) -> Answer:
    """Put a version on sale."""
    form = Form()
    return form.send(
        lambda: listings.accept(version_id=version_id, actor=current_officer(), now=now()),
        to=url_for(".list_reviews"),
        said="version_listed",
    ) or page("staff/review.html", form, **_compared(version_id))


@blueprint.route("/listing-reviews/<int:version_id>/sending-back", methods=["GET", "POST"])
@needs(P.CATALOGUE_REVIEW)
def send_version_back(version_id: int) -> Answer:
    """Ask why, and send a version back; what is on sale stays on sale."""
    form = Form()
    reason = form.text("reason")
    version = queries.get_review(version_id, actor=current_officer())
    words = Words("send_back_title", "version_back_what", "send_back", "version_back")
    back = url_for(".show_review", version_id=version_id)
    return ask(
        form,
        Question(words=words, back=back, of=version["name"]),
        lambda: listings.send_back(version_id=version_id, reason=reason, actor=current_officer(), now=now()),
    )


def _compared(version_id: int) -> dict[str, Any]:
    officer = current_officer()
    version = queries.get_review(version_id, actor=officer)
    before: Mapping[str, Any] = version["on_sale"] if version["state"] == "in_review" and version["on_sale"] else {}
    names = names_today([version["origin_code"], before.get("origin_code")])
    told, was = _with_origin(version, names), _with_origin(before, names) if before else {}
    return {
        "version": version,
        "before": before,
        "me": officer.user_id,
        "facts": [Beside(name, was.get(name), told.get(name)) for name in _TOLD],
        "packs": _packs(before.get("skus") or [], version["skus"] or []),
    }


def _with_origin(version: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {**version, "origin": names.get(version["origin_code"], version["origin_code"])}


def _packs(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[Beside]:
    """Compare what is offered of each SKU, those of the version first."""
    was, told = ({sku["code"]: sku for sku in skus} for skus in (before, after))
    return [
        Beside(code, _offered(was.get(code)), _offered(told.get(code)))
        for code in [*told, *(code for code in was if code not in told)]
    ]


def _offered(sku: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return {name: sku[name] for name in ("code", "specification", "unit", "tiers")} if sku else None
