"""Which database, and that it keeps what it has acknowledged."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_SQLITE_PRAGMAS = "; ".join(
    f"PRAGMA {pragma}"
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # an acknowledged report survives a power cut
        "secure_delete=ON",  # an erased key leaves no bytes behind
        "busy_timeout=10000",
    )
)


def database(url: str, folder: Path) -> dict[str, Any]:
    """Return Django's settings for `url`, or for a SQLite file in `folder` when it is empty.

    Raises:
        ImproperlyConfigured: the address is not of the form postgresql://user:password@host:port/name.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "kmzb.sqlite3",
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": _SQLITE_PRAGMAS, "timeout": 10},
            "CONN_MAX_AGE": None,
            "TEST": {"NAME": folder / "test.sqlite3"},
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL: expected postgresql://user:password@host:port/name")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or options.pop("host", "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": options | {"pool": {"min_size": 1, "max_size": 16}},
        "CONN_HEALTH_CHECKS": True,
    }
