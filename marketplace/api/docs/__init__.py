"""The API described: an OpenAPI document, and a page that shows it without any network."""

from marketplace.api.docs import page, sentences
from marketplace.api.docs.document import DescribedApi, OwnMarshmallow, describe

blueprints = (page.blueprint, sentences.blueprint)

__all__ = ["DescribedApi", "OwnMarshmallow", "blueprints", "describe"]
