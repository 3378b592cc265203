"""A folder of files, readable by their owner alone."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from marketplace.gateways.files.store import ContentMissing, StoreUnavailable


@dataclass(frozen=True, slots=True)
class LocalStore:
    """Keeps each content in a file of its own, two folders deep so that no folder grows long."""

    folder: Path

    def put(self, content: bytes) -> str:
        """Write under a name of its own, then rename: a file has its whole content or does not exist."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self._path(sha256)
        try:
            # Another length is a file that the disk has cut; it is written anew.
            if not path.exists() or path.stat().st_size != len(content):
                self._write(path, content)
        except OSError as error:
            raise StoreUnavailable from error
        return sha256

    def open(self, sha256: str) -> BinaryIO:
        """Open a file for reading."""
        try:
            return self._path(sha256).open("rb")
        except FileNotFoundError:
            raise ContentMissing(sha256=sha256) from None
        except OSError as error:
            raise StoreUnavailable from error

    def _path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def _write(self, path: Path, content: bytes) -> None:
        folders = (self.folder, path.parent.parent, path.parent)
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".draft-")  # of mode 600
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(draft).replace(path)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
        for folder in folders:  # the names are durable too
            _sync(folder)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
