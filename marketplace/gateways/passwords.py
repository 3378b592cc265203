"""Passwords as the sign-in library keeps them: normalised, keyed, argon2."""

from flask_security import hash_password as hash_normalised
from flask_security import verify_password
from flask_security.proxies import _security


def hash_password(password: str) -> str:
    """Hash a password for keeping."""
    return str(hash_normalised(_security.password_util.normalize(password)))


def is_right(password: str, hashed: str) -> bool:
    """Tell whether a password is the one behind a hash."""
    return bool(verify_password(_security.password_util.normalize(password), hashed))
