"""Commands: what an operator types, over the same workflows as the API."""
