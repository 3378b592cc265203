"""What an application still lacks: every requirement beside the latest answer to it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select, text

from marketplace.db import db
from marketplace.kernel.identifiers import CreditCodeWrong, parse_uscc
from marketplace.suppliers.models import Requirement
from marketplace.suppliers.rules import AnswerState, Basis, ChecklistItem, ItemState, state_of_answer


def list_checklist(application_id: int, *, today: date) -> list[ChecklistItem]:
    """List every requirement in order with where it stands: one statement."""
    rows = db.session.execute(
        text(
            """
            SELECT r.code, r.name_zh, r.name_en, r.basis, r.is_required, r.has_expiry, a.id AS answer_id,
                   coalesce(a.attempt, 0) AS attempt, a.state, a.stored_file_id, a.expires_on, a.reason, o.uscc,
                   EXISTS (
                       SELECT FROM assisted_county c
                       WHERE c.county_code = s.county_code AND c.from_on <= :today
                         AND (c.until_on IS NULL OR :today < c.until_on)
                   ) AS is_assisted
            FROM qualification q
            JOIN supplier s ON s.id = q.supplier_id
            JOIN organisation o ON o.id = s.organisation_id
            CROSS JOIN requirement r
            LEFT JOIN LATERAL (
                SELECT * FROM requirement_answer a
                WHERE a.qualification_id = q.id AND a.requirement_id = r.id
                ORDER BY a.attempt DESC LIMIT 1
            ) a ON true
            WHERE q.id = :id
            ORDER BY r.position, r.id
            """
        ),
        {"id": application_id, "today": today},
    )
    return [
        ChecklistItem(
            requirement=row.code,
            name_zh=row.name_zh,
            name_en=row.name_en,
            basis=Basis(row.basis),
            is_required=row.is_required,
            has_expiry=row.has_expiry,
            state=_computed(row.code, uscc=row.uscc, is_assisted=row.is_assisted)
            if row.basis == Basis.COMPUTED
            else state_of_answer(AnswerState(row.state) if row.state else None, row.expires_on, today),
            answer_id=row.answer_id,
            attempt=row.attempt,
            stored_file_id=row.stored_file_id,
            expires_on=row.expires_on,
            reason=row.reason,
        )
        for row in rows
    ]


def list_requirements() -> Sequence[Requirement]:
    """List what every supplier must show, in order."""
    return db.session.scalars(select(Requirement).order_by(Requirement.position, Requirement.id)).all()


def _computed(code: str, *, uscc: str, is_assisted: bool) -> ItemState:
    is_met = is_assisted if code == "county_assisted" else _is_valid(uscc) if code == "uscc_valid" else False
    return ItemState.ACCEPTED if is_met else ItemState.UNMET


def _is_valid(uscc: str) -> bool:
    try:
        parse_uscc(uscc)
    except CreditCodeWrong:
        return False
    return True
