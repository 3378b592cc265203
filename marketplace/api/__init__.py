"""The HTTP API under /api/v1: a view is a contract over one call down."""
