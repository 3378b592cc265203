"""Which store of files a setting means."""

from functools import cache
from pathlib import Path

from marketplace.gateways.files.local import LocalStore
from marketplace.gateways.files.store import FileStore


class StoreSettingWrong(RuntimeError):
    """The setting of the store is neither empty nor `s3://bucket/prefix`."""


@cache
def file_store(url: str, *, endpoint: str | None, folder: Path) -> FileStore:
    """Make the store of a setting, once: a folder where it is empty, else `s3://bucket/prefix` at an endpoint.

    :raises StoreSettingWrong: for anything else.
    """
    if not url:
        return LocalStore(folder)
    if not url.startswith("s3://"):
        message = "FILE_STORE_URL is empty or s3://bucket/prefix"
        raise StoreSettingWrong(message)
    from marketplace.gateways.files.s3 import S3Store  # its library takes long to load and most do without

    return S3Store(url, endpoint=endpoint)
