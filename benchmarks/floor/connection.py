"""The one connection of a worker of the floor; a worker answers one request at a time."""

import os
from functools import cache
from typing import Any

import psycopg


@cache
def connection() -> psycopg.Connection[Any]:
    """Connect once; statements are prepared from their first use on."""
    url = os.environ["DATABASE_URL"].replace("postgresql+psycopg", "postgresql")
    return psycopg.connect(url, autocommit=True, prepare_threshold=0)
