"""The command `kmzb`: finds the command, prepares the data folder, runs it."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from django.core.exceptions import ImproperlyConfigured

from kmzb.cli.output import CommandRefused, Output, show_every_letter

# Modules are loaded after Django is set up, because the rooms they call need it.
COMMANDS = {
    "demo": ("kmzb.cli.demo", "start everything with sample data"),
    "serve": ("kmzb.cli.serve", "start the web process and the worker"),
    "work": ("kmzb.cli.work", "run the worker alone"),
    "import-territory": ("kmzb.cli.territory", "replace the territory by official boundaries"),
    "import-reports": ("kmzb.cli.archive", "take old reports into the archive"),
    "locate": ("kmzb.cli.territory", "tell area, unit and beat of points"),
    "create-officer": ("kmzb.cli.officers", "create an officer's sign-in"),
    "build-index": ("kmzb.cli.index", "rebuild the public map from zero"),
}


def _shared_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    options.add_argument("--data", type=Path, metavar="DIR", help="folder of keys, index and database (default: var)")
    options.add_argument("--json", action="store_true", help="end with one JSON line; progress goes to standard error")
    return options


class _CommandParser(argparse.ArgumentParser):
    """A parser that every command's options are added to; the shared ones are there already."""

    def __init__(self, **options: Any) -> None:
        super().__init__(parents=[_shared_options()], allow_abbrev=False, **options)


def _usage() -> str:
    lines = "\n".join(f"  {name:<18}{promise}" for name, (_, promise) in COMMANDS.items())
    return f"usage: kmzb COMMAND [--data DIR] [--json] …\n\n{lines}\n\nkmzb COMMAND --help tells more."


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 done, 1 refused and nothing changed, 2 wrong usage, 130 interrupted.
    """
    show_every_letter()
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in {"-h", "--help"}:
        print(_usage())
        return 0 if words else 2
    if words[0] not in COMMANDS:
        print(f"kmzb: there is no command {words[0]!r}\n\n{_usage()}", file=sys.stderr)
        return 2
    try:
        return _run(words)
    except (CommandRefused, ImproperlyConfigured) as refusal:
        print(f"kmzb {words[0]}: {refusal}", file=sys.stderr)
        return 1
    except KeyboardInterrupt as stop:
        print(f"{_next_line()}kmzb {words[0]}: interrupted{f'. {stop}' if stop.args else ''}", file=sys.stderr)
        return 130


def _next_line() -> str:
    """Return what ends a line that a terminal shows half of, with the keys that were pressed."""
    return "\n" if sys.stderr.isatty() else ""


def _run(words: Sequence[str]) -> int:
    known, _ = _shared_options().parse_known_args(words[1:])
    if known.data is not None:
        _make_folder(known.data)
        os.environ["KMZB_DATA"] = str(known.data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kmzb.config.settings")
    django.setup()
    parser = argparse.ArgumentParser(prog="kmzb", allow_abbrev=False)
    subparsers = parser.add_subparsers(required=True, parser_class=_CommandParser)
    import_module(COMMANDS[words[0]][0]).add_parser(subparsers)
    args = parser.parse_args(words)
    args.output = Output(as_json=args.json)
    result: int = args.func(args)
    return result


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise CommandRefused(f"the data folder {folder} cannot be made ({fault.strerror}); name another one") from fault


if __name__ == "__main__":
    sys.exit(main())
