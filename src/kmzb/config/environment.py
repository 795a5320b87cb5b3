"""Every setting that an operator can give, read once from the environment and checked."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured


def _flag(text: str) -> bool:
    if text.lower() in {"1", "true", "yes"}:
        return True
    if text.lower() in {"", "0", "false", "no"}:
        return False
    raise ValueError("expected 1 or 0")


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _day_kind(text: str) -> str:
    if text not in {"calendar", "working"}:
        raise ValueError('expected "calendar" or "working"')
    return text


def _path(text: str) -> Path | None:
    return Path(text).expanduser().resolve() if text else None


def _setting(default: str, read: Any, promise: str) -> Any:
    return field(metadata={"default": default, "read": read, "promise": promise})


def _quoted(default: str) -> str:
    return f"`{default}`" if default else "–"


@dataclass(frozen=True, slots=True)
class Environment:
    """The settings of one installation. Names in the environment are `KMZB_` and the upper-case name here."""

    data: Path = _setting("var", _path, "Folder of keys, index files and the SQLite database.")
    hosts: tuple[str, ...] = _setting(
        "localhost,127.0.0.1,[::1]", _words, "Host names under which the site answers, comma-separated."
    )
    demo: bool = _setting("0", _flag, "Says on every page that the data is synthetic.")
    https: bool = _setting("0", _flag, "The site is reached over HTTPS: secure cookies, HSTS.")
    trusted_proxies: tuple[str, ...] = _setting(
        "", _words, "Addresses of proxies whose X-Forwarded-For and X-Forwarded-Proto count."
    )
    basemap: Path | None = _setting(
        "", _path, "A PMTiles file with streets (Protomaps schema) instead of the built-in map."
    )
    contact: str = _setting("", str, "E-mail for questions on accessibility and personal data, shown on the pages.")
    read_days: int = _setting("3", int, "Days within which a new report is read.")
    verify_days: int = _setting("5", int, "Days within which a report is verified.")
    deadline_days: str = _setting("calendar", _day_kind, "How deadlines are counted: calendar or working days.")
    visits_required: int = _setting("3", int, "Visits without a finding before a report is not confirmed.")
    proof_cost: int = _setting("5000", int, "Price of a proof of work: iterations per attempt.")
    proof_attempts: int = _setting(
        "200", int, "Price of a proof of work: the least number of attempts; at most twice as many."
    )
    plain_per_hour: int = _setting("600", int, "Reports accepted per hour, in all, from browsers without JavaScript.")
    prefix_per_day: int = _setting("3000", int, "Reports accepted per day from one network address prefix.")
    web_threads: int = _setting("4", int, "Threads of the web process.")
    master_key: str = _setting(
        "", str, "Base64 of 32 bytes that wrap the keys of reports; else made in the data folder."
    )
    secret_key: str = _setting("", str, "Key of sessions and signed forms; else made in the data folder.")
    proof_key: str = _setting("", str, "Key that signs challenges, shared by nodes; else made in the data folder.")

    @classmethod
    def load(cls, source: Mapping[str, str] = os.environ) -> "Environment":
        """Read every setting from `source`.

        Raises:
            ImproperlyConfigured: a value cannot be read; the message names variable, value and what was expected.
        """
        values = {}
        for setting in fields(cls):
            name = f"KMZB_{setting.name.upper()}"
            text = source.get(name, setting.metadata["default"])
            try:
                values[setting.name] = setting.metadata["read"](text)
            except ValueError as error:
                raise ImproperlyConfigured(f"{name}={text!r}: {error}") from error
        return cls(**values)

    @classmethod
    def table(cls) -> str:
        """Return every setting as the rows of the operators' guide."""
        told = [(f"KMZB_{one.name.upper()}", one.metadata) for one in fields(cls)]
        return "\n".join(f"| `{name}` | {_quoted(about['default'])} | {about['promise']} |" for name, about in told)
