"""Stored files: bytes under the SHA-256 of their content, in a folder or in an S3-compatible store, by setting."""

from marketplace.gateways.files.content import find_media_type, is_sound
from marketplace.gateways.files.photos import Photo, find_photo
from marketplace.gateways.files.setting import StoreSettingWrong, file_store
from marketplace.gateways.files.store import ContentMissing, FileStore, StoreUnavailable

__all__ = [
    "ContentMissing",
    "FileStore",
    "Photo",
    "StoreSettingWrong",
    "StoreUnavailable",
    "file_store",
    "find_media_type",
    "find_photo",
    "is_sound",
]
