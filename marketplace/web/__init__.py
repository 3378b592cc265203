"""Pages by audience, over the same services as the API."""
