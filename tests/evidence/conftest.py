import pytest

from marketplace.gateways.files.local import LocalStore


@pytest.fixture
def store(tmp_path):
    return LocalStore(tmp_path / "files")
