"""Settings of a program whose data are made up: its secrets are known to everybody.

One set for tests, drills, benchmarks and pictures, since a process has one set of keys.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from config import Config

SECRETS: Final[Mapping[str, str]] = {
    "SECRET_KEY": "known-to-everybody",
    "SECURITY_PASSWORD_SALT": "known-to-everybody",
    "PERSONAL_DATA_KEYS": "wQ1kK3Zs5W8b1cGv4q7m2n9x0y6t5r4e3w2q1a0s9d8=",
    "LOOKUP_KEY": "bG9va3VwLWtleS1mb3ItdGVzdHMtb25seS0wMDAwMDA=",
}
"""As the environment of a process names them."""


def made_up(url: str, folder: Path, **more: Any) -> Config:
    """Tell the settings of a program in this process, on a database and with a folder of its own."""
    return Config(
        secret_key=SECRETS["SECRET_KEY"],
        password_salt=SECRETS["SECURITY_PASSWORD_SALT"],
        personal_data_keys=(SECRETS["PERSONAL_DATA_KEYS"],),
        lookup_key=SECRETS["LOOKUP_KEY"],
        database_url=url,
        instance_path=folder,
        **more,
    )
