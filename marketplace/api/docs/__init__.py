"""The API described: an OpenAPI document, and a page that shows it without any network."""

from marketplace.api.docs.document import DescribedApi, OwnMarshmallow, describe
from marketplace.api.docs.page import blueprint

__all__ = ["DescribedApi", "OwnMarshmallow", "blueprint", "describe"]
