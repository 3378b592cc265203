"""The cast: people, organisations, goods and households that tests put on stage."""
