"""`kmzb build-index`: the public map from zero."""

import argparse
from typing import Any

from kmzb.cli.prepare import prepare
from kmzb.lib.time import now
from kmzb.publicmap.api import rebuild, write_anew


def run(args: argparse.Namespace) -> int:
    """Project every report anew and write the index files; a running site goes on answering meanwhile."""
    prepare(args.output)
    args.output.say("Projecting every report …")
    marks = rebuild(now=now(), before_the_end=lambda epoch: write_anew(epoch, now=now()))
    args.output.result({"marks": marks}, f"Public marks: {marks}")
    return 0


def add_parser(subparsers: Any) -> None:
    """Add `kmzb build-index`."""
    parser = subparsers.add_parser("build-index", help="rebuild the public map from zero")
    parser.set_defaults(func=run)
