"""An S3-compatible store of files; its keys come from where the library looks for them: environment, profile, role."""

import hashlib
import os
from http import HTTPStatus
from typing import Any, BinaryIO, Final
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from marketplace.gateways.files.store import ContentMissing, StoreUnavailable

_DEFAULT_REGION: Final = "us-east-1"
"""Stores that know no regions take this one."""


class S3Store:
    """Keeps each content under its hash below a prefix of a bucket."""

    def __init__(self, url: str, *, endpoint: str | None = None) -> None:
        """Take `s3://bucket/prefix` and, for a store that is not Amazon's, its address."""
        parts = urlsplit(url)
        self.bucket: str = parts.netloc
        self.prefix: str = parts.path.strip("/")
        self.client: Any = boto3.client(
            "s3",
            endpoint_url=endpoint,
            region_name=os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or _DEFAULT_REGION,
            config=Config(
                connect_timeout=5,
                read_timeout=30,
                retries={"max_attempts": 3, "mode": "standard"},
                # Many compatible stores know neither buckets as host names nor the newer checksums.
                s3={"addressing_style": "path" if endpoint else "auto"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def put(self, content: bytes) -> str:
        """Upload, unless the same content is there with its whole length."""
        digest = hashlib.sha256(content)
        place = self._place(digest.hexdigest())
        try:
            if self._length(place) != len(content):
                self.client.put_object(**place, Body=content, ContentType="application/octet-stream")
        except (BotoCoreError, ClientError) as error:
            raise StoreUnavailable from error
        return digest.hexdigest()

    def open(self, sha256: str) -> BinaryIO:
        """Open a download that reads as it comes."""
        try:
            body: BinaryIO = self.client.get_object(**self._place(sha256))["Body"]
        except ClientError as error:
            if _is_missing(error):
                raise ContentMissing(sha256=sha256) from None
            raise StoreUnavailable from error
        except BotoCoreError as error:
            raise StoreUnavailable from error
        return body

    def _place(self, sha256: str) -> dict[str, str]:
        names = (self.prefix, sha256[:2], sha256)
        return {"Bucket": self.bucket, "Key": "/".join(name for name in names if name)}

    def _length(self, place: dict[str, str]) -> int | None:
        try:
            return int(self.client.head_object(**place)["ContentLength"])
        except ClientError as error:
            if _is_missing(error):
                return None
            raise


def _is_missing(error: ClientError) -> bool:
    """Tell whether the object is missing; a missing bucket is a wrong setting and no answer."""
    code = error.response.get("Error", {}).get("Code")
    return code in {"NoSuchKey", "NotFound", str(HTTPStatus.NOT_FOUND.value)}
