"""Files to bring in, and one way to bring them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from marketplace.gateways import sheets
from marketplace.imports.models import ImportBatch
from marketplace.imports.service.batches import get
from marketplace.kernel.actor import Actor, Via, system
from marketplace.transaction import transaction
from marketplace.workflows.imports import batches
from marketplace.workflows.imports.engine import Findings


@dataclass(frozen=True)
class Brought:
    """How an import ended."""

    batch: ImportBatch
    findings: Findings | None

    def codes(self) -> list[tuple[int | None, str | None, str]]:
        """Row, column and code of each problem."""
        return [(each["row"], each["column"], each["code"]) for each in self.batch.problems]


@pytest.fixture
def bring(app: Flask, now: datetime, tmp_path: Path) -> Callable[..., Brought]:
    """Write rows into a CSV file, or take a file, and bring it in as the operator would."""

    def run(kind: str, rows: Sequence[Sequence[Any]] | Path, *, actor: Actor | None = None, **options: Any) -> Brought:
        path = rows if isinstance(rows, Path) else tmp_path / "file.csv"
        if not isinstance(rows, Path):
            sheets.write(path, rows)
        actor = actor or system(Via.CLI)
        with transaction():
            batch = batches.open_batch(path, kind=kind, file_name=path.name, actor=actor, now=now, **options)
        findings = batches.bring(batch.id, path, actor=actor, now=now, progress=lambda _done, _most: None)
        return Brought(get(batch.id), findings)

    return run
