"""The files of a batch: kept encrypted piece by piece, given back whole, forgotten in time."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import ColumnElement, delete, func, insert, select

from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.gateways import personal_data
from marketplace.imports.errors import FileGone
from marketplace.imports.models import ImportBatch, ImportFilePiece
from marketplace.imports.rules import FileRole
from marketplace.kernel.actor import Actor

KEPT_DAYS: Final = 30
"""How long a checked file waits to be committed, and a returned one to be fetched."""
_PIECE: Final = 1 << 20
_RENEWED_AT_ONCE: Final = 16


def keep(batch_id: int, role: FileRole, path: Path) -> str:
    """Keep a file for a batch, in the transaction of the batch; give its SHA-256."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for number in range(max(1, -(-path.stat().st_size // _PIECE))):  # of an empty file there is an empty piece
            piece = file.read(_PIECE)
            digest.update(piece)
            content = personal_data.seal(piece, purpose=_purpose(batch_id, role, number))
            row = {"batch_id": batch_id, "role": role, "number": number, "content": content}
            db.session.execute(insert(ImportFilePiece), row)
    return digest.hexdigest()


@contextmanager
def fetched(batch_id: int, role: FileRole) -> Iterator[Path]:
    """Give a batch's file as a private temporary one.

    :raises FileGone: if it was never kept or is forgotten.
    """
    pieces = db.session.execute(
        select(ImportFilePiece.number, ImportFilePiece.content)
        .where(ImportFilePiece.batch_id == batch_id, ImportFilePiece.role == role)
        .order_by(ImportFilePiece.number)
        .execution_options(yield_per=8)
    )
    with tempfile.TemporaryDirectory(prefix="bangfu-import-") as folder:
        path = Path(folder, role.value)
        is_kept = False
        with path.open("wb") as file:
            for number, content in pieces:
                file.write(personal_data.unseal(content, purpose=_purpose(batch_id, role, number)))
                is_kept = True
        if not is_kept:
            raise FileGone
        yield path


def check_kept(batch_id: int, role: FileRole) -> None:
    """Refuse what needs a file that is not kept.

    :raises FileGone: if it was never kept or is forgotten.
    """
    kept = select(ImportFilePiece.id).where(ImportFilePiece.batch_id == batch_id, ImportFilePiece.role == role)
    if db.session.scalar(kept.limit(1)) is None:
        raise FileGone


def count_stale() -> int:
    """Tell how many pieces are sealed under an older key than the newest."""
    stale = select(func.count()).select_from(ImportFilePiece).where(_is_stale())
    return db.session.scalar(stale) or 0


def renew(*, after: int, actor: Actor, now: datetime) -> tuple[int, int]:
    """Seal the next stale pieces from after an id on under the newest key; tell how many and the last one's id."""
    found = db.session.execute(
        select(ImportFilePiece)
        .where(ImportFilePiece.id > after, _is_stale())
        .order_by(ImportFilePiece.id)
        .limit(_RENEWED_AT_ONCE)
        .with_for_update(key_share=True)
    )
    pieces = found.scalars().all()
    for piece in pieces:
        place = _purpose(piece.batch_id, piece.role, piece.number)
        piece.content = personal_data.renew(piece.content, purpose=place)
    if pieces:
        audit.record(
            "import_files.keys_renewed",
            subject="import_file_piece",
            subject_id=pieces[-1].id,
            actor=actor,
            now=now,
            after={"rows": len(pieces)},
        )
    return len(pieces), pieces[-1].id if pieces else after


def forget(batch_id: int, role: FileRole) -> None:
    """Forget a file that is not needed any more."""
    db.session.execute(
        delete(ImportFilePiece).where(ImportFilePiece.batch_id == batch_id, ImportFilePiece.role == role)
    )


def forget_old(*, now: datetime) -> int:
    """Forget the files nobody came for; tell how many pieces there were."""
    old = select(ImportBatch.id).where(ImportBatch.created_at < now - timedelta(days=KEPT_DAYS))
    result = db.session.execute(delete(ImportFilePiece).where(ImportFilePiece.batch_id.in_(old)))
    return int(result.rowcount)  # type: ignore[attr-defined]  # every DML result has it


def _is_stale() -> ColumnElement[bool]:
    newest = personal_data.newest_key_id()
    return func.substring(ImportFilePiece.content, 1, len(newest)) != newest


def _purpose(batch_id: int, role: FileRole, number: int) -> str:
    return f"import {batch_id} {role.value} {number}"
