"""The files of a batch: kept encrypted piece by piece, given back whole, forgotten in time."""

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import delete, insert, select

from marketplace.db import db
from marketplace.imports.errors import FileGone
from marketplace.imports.models import ImportBatch, ImportFilePiece
from marketplace.imports.rules import FileRole

KEPT_DAYS: Final = 30
"""How long a checked file waits to be committed, and a returned one to be fetched."""
_PIECE: Final = 1 << 20


def keep(batch_id: int, role: FileRole, path: Path, *, keys: Sequence[str]) -> str:
    """Keep a file for a batch, in the transaction of the batch; give its SHA-256."""
    cipher, digest = _cipher(keys), hashlib.sha256()
    with path.open("rb") as file:
        for number, piece in enumerate(iter(lambda: file.read(_PIECE), b"")):
            digest.update(piece)
            row = {"batch_id": batch_id, "role": role, "number": number, "content": cipher.encrypt(piece)}
            db.session.execute(insert(ImportFilePiece), row)
    return digest.hexdigest()


@contextmanager
def fetched(batch_id: int, role: FileRole, *, keys: Sequence[str]) -> Iterator[Path]:
    """Give a batch's file as a private temporary one.

    :raises FileGone: if it was never kept or is forgotten.
    """
    cipher = _cipher(keys)
    pieces = db.session.scalars(
        select(ImportFilePiece.content)
        .where(ImportFilePiece.batch_id == batch_id, ImportFilePiece.role == role)
        .order_by(ImportFilePiece.number)
        .execution_options(yield_per=8)
    )
    with tempfile.TemporaryDirectory(prefix="bangfu-import-") as folder:
        path = Path(folder, role.value)
        with path.open("wb") as file:
            file.writelines(cipher.decrypt(piece) for piece in pieces)
            is_empty = not file.tell()
        if is_empty:
            raise FileGone
        yield path


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


def _cipher(keys: Sequence[str]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
