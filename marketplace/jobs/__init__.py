"""Background jobs: what runs apart from a request, over the same workflows."""
