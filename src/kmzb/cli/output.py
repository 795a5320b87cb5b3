"""What a command says: progress for people, one JSON line for programs."""

import io
import json
import sys
from collections.abc import Mapping
from typing import Any


class CommandRefused(Exception):
    """The command did nothing; the message says why and what to do."""


def show_every_letter() -> None:
    """Make standard output and error write what their encoding lacks as an escape, instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def json_line(values: Mapping[str, Any]) -> str:
    """Return one line of JSON, its letters as they are where standard output has all of them."""
    line = json.dumps(values, ensure_ascii=False)
    try:
        line.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:  # what the stream would escape is not always JSON
        return json.dumps(values)
    return line


def first_line(problem: BaseException | None) -> str:
    """Return what a driver of a database says went wrong, without its advice; "" where it says nothing."""
    return str(problem or "").strip().partition("\n")[0]


class Output:
    """Where a command speaks. With `as_json`, standard output is kept for the one result line."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json

    def say(self, text: str) -> None:
        """Tell a person what is happening."""
        print(text, file=sys.stderr if self._as_json else sys.stdout, flush=True)

    def warn(self, text: str) -> None:
        """Tell a person what they should look at, always on standard error."""
        print(text, file=sys.stderr, flush=True)

    def result(self, values: Mapping[str, Any], text: str) -> None:
        """End with `values` as one JSON line, or with `text`."""
        print(json_line(values) if self._as_json else text, flush=True)
