"""The catalogue as anybody browses it, and a product's page, from which buyers order."""

from marketplace.web.catalogue.products import blueprint

__all__ = ["blueprint"]
