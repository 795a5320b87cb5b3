"""`kmzb import-reports`: old reports into the archive, and from there onto the map."""

import argparse
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError

from kmzb.cli.output import CommandRefused, Output, first_line
from kmzb.cli.prepare import prepare
from kmzb.cli.progress import Progress
from kmzb.cli.refused_rows import RefusedRows
from kmzb.lib.pace import Pace
from kmzb.lib.time import now
from kmzb.publicmap.api import archived_waiting, project_news
from kmzb.reports.api import Unavailable
from kmzb.verification.api import ArchiveFile, FileRefused, ImportState, import_archive, open_archive

_ROUND = 40  # batches between two looks at what is left
_LEAST, _MOST = 50, 500  # rows of one transaction
_PAUSE_S = 0.05
_PATIENCE_S = 60.0
_GOES_ON = "What went in stays; give the same command again."


def add_parser(subparsers: Any) -> None:
    """Add `kmzb import-reports`."""
    parser = subparsers.add_parser(
        "import-reports",
        help="take old reports into the archive, shown in the history of the map",
        description="CSV in UTF-8: external_id, category, status, reported_on, changed_on and lon, lat (or easting, "
        "northing in EPSG:2180); optional count, time_of_day, weekdays, confirmations. What cannot be taken is listed "
        "with line and reason in FILE.refused.csv; the rest goes in. Repeated, it adds nothing twice.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the CSV file")
    parser.add_argument("--live", action="store_true", help="show them on the live map too, inside the public windows")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Import the file and bring it onto the map; 0 done, 1 refused and nothing changed."""
    output: Output = args.output
    source = _opened(args.file)
    if source.layout.ignored:
        output.warn(f"warning: these columns are not taken over: {', '.join(source.layout.ignored)}")
    prepare(output)
    with RefusedRows(args.file, settings.KMZB.data) as refused:
        try:
            state = _import(source, refused, is_live=args.live)
            _publish(output)
        except KeyboardInterrupt:
            raise KeyboardInterrupt(_GOES_ON) from None
    output.result(_result(state, refused.path), _sentence(state, refused.path))
    return 0


def _opened(path: Path) -> ArchiveFile:
    try:
        return open_archive(path)
    except FileRefused as refusal:
        raise CommandRefused(f"{refusal}\nNothing was changed.") from refusal


def _import(source: ArchiveFile, refused: RefusedRows, *, is_live: bool) -> ImportState:
    progress = Progress("Importing", source.size)
    try:
        state = import_archive(
            source,
            is_live=is_live,
            now=now(),
            refuse=refused.add,
            tell=lambda state: progress.show(state.read, _counts(state)),
        )
    except Unavailable as problem:
        reason = first_line(problem.__cause__)
        raise CommandRefused(
            f"the database did not answer. {_GOES_ON}{f' The reason: {reason}' if reason else ''}"
        ) from problem
    progress.end(_counts(state))
    return state


def _publish(output: Output) -> None:
    """Project until nothing of the archive waits; a worker may do the same meanwhile."""
    left = total = archived_waiting()
    progress, moved_at, pace = Progress("Onto the map", total), time.monotonic(), Pace(least=_LEAST, most=_MOST)
    while left:
        for _ in range(_ROUND):
            if not _projected(pace):
                time.sleep(_PAUSE_S)
                break
        before, left = left, archived_waiting()
        moved_at = time.monotonic() if left < before else moved_at
        if time.monotonic() - moved_at > _PATIENCE_S:
            output.warn(f"warning: {left} rows wait for another transaction to end; the worker will bring them on")
            return
        progress.show(total - left, f"{total - left} of {total}")
    if total:
        progress.end(f"{total} rows")


def _projected(pace: Pace) -> bool:
    begun = time.monotonic()
    try:
        count = project_news(now=now(), limit=pace.size)
    except OperationalError:  # somebody else holds the database for long; it is tried again
        return False
    if count:  # while another projects, no time tells anything
        pace.took(time.monotonic() - begun)
    return count > 0


def _counts(state: ImportState) -> str:
    return f"{state.imported} in, {state.already_present} there already, {state.refused} refused"


def _result(state: ImportState, refused_file: Path | None) -> dict[str, Any]:
    return {
        "imported": state.imported,
        "already_present": state.already_present,
        "refused": state.refused,
        "refused_file": str(refused_file) if refused_file else None,
    }


def _sentence(state: ImportState, refused_file: Path | None) -> str:
    where = f" See {refused_file} for line and reason of each." if refused_file else ""
    return f"Done: {_counts(state)}.{where}"
