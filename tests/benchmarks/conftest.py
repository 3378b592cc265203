"""A bench of little data on this worker's server, opened once."""

from collections.abc import Iterator

import pytest

from benchmarks import data
from benchmarks.bench import Bench, opened


@pytest.fixture(scope="session")
def bench(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    url = data.provide(server_url, data.TINY, name="bench")
    with opened(url, data.TINY, folder=tmp_path_factory.mktemp("bench"), seconds=0.1) as bench:
        yield bench
