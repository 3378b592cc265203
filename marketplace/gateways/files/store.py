"""The one interface of stored files, and what can go wrong with it."""

from typing import BinaryIO, Protocol

from marketplace.kernel.errors import Unavailable


class StoreUnavailable(Unavailable):
    """The store of files does not answer or refuses."""

    code = "files.unavailable"
    zh = "文件存储暂时不可用，请稍后再试"
    en = "The store of files is not available right now; please try again later"


class ContentMissing(Unavailable):
    """The store has lost what was kept in it."""

    code = "files.content_missing"
    zh = "文件内容暂时无法读取，请联系平台管理员"
    en = "The content of the file cannot be read right now; please tell the administrator"


class FileStore(Protocol):
    """Whatever keeps bytes by their hash; what is kept is never changed."""

    def put(self, content: bytes) -> str:
        """Keep bytes durably and tell their SHA-256; equal bytes are kept once.

        :raises StoreUnavailable: if they could not be kept.
        """

    def open(self, sha256: str) -> BinaryIO:
        """Open what was kept, to be read piece by piece and closed.

        :raises ContentMissing: if it is not there.
        :raises StoreUnavailable: if the store does not answer.
        """
