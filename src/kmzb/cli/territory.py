"""`kmzb import-territory` and `kmzb locate`."""

import argparse
import math
import sys
from datetime import date
from pathlib import Path
from typing import Any

from kmzb.cli.output import Output, json_line
from kmzb.cli.prepare import prepare
from kmzb.lib.time import now
from kmzb.territory.api import Fields, ImportReport, ImportRequest, Locator, import_territory, locator


def add_parser(subparsers: Any) -> None:
    """Add `kmzb import-territory` and `kmzb locate`."""
    _add_import(subparsers)
    locate = subparsers.add_parser(
        "locate", help='for lines "lon lat" on standard input, one JSON object of codes each'
    )
    locate.set_defaults(func=run_locate)


def _add_import(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "import-territory",
        help="replace the territory by official boundaries",
        description="GeoJSON in EPSG:4326 or EPSG:2180, east before north. Whatever is wrong is named with its place; "
        "an error refuses the whole and changes nothing.",
    )
    parser.add_argument(
        "--areas", type=Path, nargs="+", required=True, metavar="FILE", help="voivodeships, counties, gminas"
    )
    parser.add_argument(
        "--units", type=Path, required=True, metavar="FILE", help="CSV: code,kind,name,seat,parent,counties,…"
    )
    parser.add_argument("--unit-areas", type=Path, metavar="FILE", help="areas of single units, finer than the areas")
    parser.add_argument("--beats", type=Path, metavar="FILE", help="beats: code, name, unit")
    parser.add_argument("--check", action="store_true", help="tell what would happen and change nothing")
    parser.add_argument("--valid-from", type=date.fromisoformat, metavar="DATE", help="in force since (default: today)")
    parser.add_argument("--source", default="", help="where the boundaries come from")
    parser.add_argument(
        "--tolerance", type=float, default=1000.0, metavar="M2", help="largest gap or overlap tolerated"
    )
    for option, default, meaning in (
        ("--area-code-field", "terc", "code of an area (2, 4 or 7 digits)"),
        ("--area-name-field", "name", "name of an area"),
        ("--unit-field", "unit", "unit of a unit area or beat"),
        ("--beat-code-field", "code", "code of a beat"),
        ("--beat-name-field", "name", "name of a beat"),
    ):
        parser.add_argument(
            option, default=default, metavar="NAME", help=f"field with the {meaning}; default {default}"
        )
    parser.set_defaults(func=run_import)


def run_import(args: argparse.Namespace) -> int:
    """Check the files and load them; 0 done, 1 refused and nothing changed."""
    output: Output = args.output
    prepare(output)
    report = import_territory(_request(args), now=now(), check_only=args.check)
    for finding in (*report.errors, *report.warnings):
        output.warn(f"{'warning' if finding.is_warning else 'error'}: {finding}")
    output.result(_result(report, is_check=args.check), _sentence(report, is_check=args.check))
    return 1 if report.is_refused else 0


def _request(args: argparse.Namespace) -> ImportRequest:
    return ImportRequest(
        areas=args.areas,
        units=args.units,
        unit_areas=args.unit_areas,
        beats=args.beats,
        fields=Fields(
            args.area_code_field, args.area_name_field, args.unit_field, args.beat_code_field, args.beat_name_field
        ),
        valid_from=args.valid_from,
        source=args.source,
        tolerance_m2=args.tolerance,
    )


def _result(report: ImportReport, *, is_check: bool) -> dict[str, Any]:
    return {
        "checked_only": is_check,
        "refused": report.is_refused,
        "edition": report.edition_id,
        **report.counts,
        "errors": [finding.as_json() for finding in report.errors],
        "warnings": [finding.as_json() for finding in report.warnings],
    }


def _sentence(report: ImportReport, *, is_check: bool) -> str:
    counts = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in report.counts.items())
    seen = f"{counts}; {len(report.errors)} errors, {len(report.warnings)} warnings."
    if report.is_refused:
        return f"Refused, nothing was changed: {seen}"
    return f"Checked, nothing was changed: {seen}" if is_check else f"Loaded as edition {report.edition_id}: {seen}"


def run_locate(_args: argparse.Namespace) -> int:
    """Answer each line of standard input with one JSON object: codes or null, or an error."""
    # Standard output is for the answers alone.
    prepare(Output(as_json=True))
    where = locator()
    for line in sys.stdin.buffer:
        print(json_line(_answer(where, line.decode(errors="replace"))), flush=True)
    return 0


def _answer(where: Locator, line: str) -> dict[str, str | None]:
    try:
        lon, lat = _point(line)
    except ValueError as error:
        return {"error": str(error)}
    found = where.locate(lon, lat)
    return found.codes() if found else NOWHERE


NOWHERE: dict[str, str | None] = dict.fromkeys(("gmina", "county", "voivodeship", "unit", "beat"))


def _point(line: str) -> tuple[float, float]:
    words = line.split()
    try:
        lon, lat = (float(word) for word in words)
    except ValueError as error:
        raise ValueError(f'expected "lon lat", got {line.strip()!r:.100}') from error
    if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):  # noqa: PLR2004
        raise ValueError(f"expected degrees, lon −180…180 and lat −90…90, got {line.strip()!r:.100}")
    return lon, lat
