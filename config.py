"""Settings, read from the environment once; production refuses to start on a missing secret."""

import base64
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self


class SettingMissing(RuntimeError):
    """A setting that production needs is not in the environment."""


@dataclass(frozen=True, slots=True)
class Config:
    """Everything the program lets its operator choose; `docs/operating.md` explains each."""

    secret_key: str
    password_salt: str
    personal_data_keys: tuple[str, ...]
    """Keys of personal data at rest, newest first: the first encrypts, all decrypt."""
    lookup_key: str
    """Key of the hash by which an identity number is found again; it never rotates without a re-import."""
    database_url: str | None = None
    """`None` starts the embedded server below `instance_path`."""
    instance_path: Path = field(default_factory=lambda: Path("instance").resolve())
    production: bool = False
    testing: bool = False
    staff_totp_required: bool = False
    order_approval_fen: int = 1_000_000
    """Orders of at least this amount need a second person of the buyer; 10,000 yuan."""
    reservation_days: int = 7
    max_upload_bytes: int = 64 * 1024 * 1024
    file_store_url: str = ""
    """Empty keeps files below `instance_path`; `s3://bucket/prefix` keeps them in an S3-compatible store."""
    file_store_endpoint: str | None = None
    mail_url: str = ""
    """Empty writes mail into `instance_path`/mail; `smtp://user:password@host:port` sends it."""
    rate_limit_storage: str = ""
    """Empty counts in each web process for itself; `redis://host:port` counts for all."""
    rate_limits_enabled: bool = True
    trusted_proxies: int = 0
    """How many proxies of one's own stand in front; their word on the caller's address and scheme is taken."""
    public_url: str = "http://127.0.0.1:8000"

    @classmethod
    def from_environment(cls) -> Self:
        """Read the settings; outside production missing secrets are made once and kept in the instance folder.

        :raises SettingMissing: naming the variable, in production.
        """
        env = os.environ
        production = env.get("BANGFU_ENV", "development") == "production"
        instance = Path(env.get("BANGFU_INSTANCE", "instance")).resolve()
        secret = _Secrets(instance=instance, production=production)
        database_url = env.get("DATABASE_URL") or None
        if production and database_url is None:
            name = "DATABASE_URL"
            raise SettingMissing(name)
        return cls(
            secret_key=secret.read("SECRET_KEY"),
            password_salt=secret.read("SECURITY_PASSWORD_SALT"),
            personal_data_keys=tuple(secret.read("PERSONAL_DATA_KEYS").split(",")),
            lookup_key=secret.read("LOOKUP_KEY"),
            database_url=_with_driver(database_url),
            instance_path=instance,
            production=production,
            staff_totp_required=env.get("STAFF_TOTP_REQUIRED", "1" if production else "0") == "1",
            order_approval_fen=int(env.get("ORDER_APPROVAL_FEN", "1000000")),
            reservation_days=int(env.get("RESERVATION_DAYS", "7")),
            max_upload_bytes=int(env.get("MAX_UPLOAD_BYTES", str(64 * 1024 * 1024))),
            file_store_url=env.get("FILE_STORE_URL", ""),
            file_store_endpoint=env.get("FILE_STORE_ENDPOINT"),
            mail_url=env.get("MAIL_URL", ""),
            rate_limit_storage=env.get("RATE_LIMIT_STORAGE", ""),
            trusted_proxies=int(env.get("TRUSTED_PROXIES", "0")),
            public_url=env.get("PUBLIC_URL", "http://127.0.0.1:8000"),
        )


def _with_driver(url: str | None) -> str | None:
    """Let operators write the plain `postgres://` of their host; psycopg 3 is the driver."""
    if url is None:
        return None
    scheme, rest = url.split("://", 1)
    return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else url


@dataclass(frozen=True, slots=True)
class _Secrets:
    """Secrets from the environment, or made once and kept readable by their owner alone."""

    instance: Path
    production: bool

    def read(self, name: str) -> str:
        if name in os.environ:
            return os.environ[name]
        if self.production:
            raise SettingMissing(name)
        kept = self.instance / "secrets" / name
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write_once(kept, _new_key())
        return kept.read_text(encoding="ascii")


def _write_once(path: Path, text: str) -> None:
    """Create a file of mode 600 under a name that appears with its whole text; of two writers the first wins."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _new_key() -> str:
    """Draw 32 random bytes, url-safe; also the shape of a Fernet key."""
    return base64.urlsafe_b64encode(os.urandom(32)).decode("ascii")
