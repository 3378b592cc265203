"""Stored files: bytes under the SHA-256 of their content, in a folder or in an S3-compatible store, by setting."""

from marketplace.gateways.files.content import find_media_type, is_sound
from marketplace.gateways.files.photos import Photo, PictureBroken, PictureTooLarge, draw_photo
from marketplace.gateways.files.setting import StoreSettingWrong, file_store
from marketplace.gateways.files.store import ContentMissing, FileStore, StoreUnavailable

__all__ = [
    "ContentMissing",
    "FileStore",
    "Photo",
    "PictureBroken",
    "PictureTooLarge",
    "StoreSettingWrong",
    "StoreUnavailable",
    "draw_photo",
    "file_store",
    "find_media_type",
    "is_sound",
]
