"""Sample history: ten years of old reports, brought in as an old system's file would be."""

import csv
import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from math import cos, radians
from pathlib import Path
from random import Random

from kmzb.cli.output import Output
from kmzb.cli.sample import towns
from kmzb.cli.sample_words import WEIGHTS
from kmzb.lib.time import warsaw_day
from kmzb.verification.api import Status, import_archive, open_archive

_SEED = 20160901
_FIRST_DAY = date(2016, 9, 1)
_RECENT_DAYS = 120  # these the live sample has
_LEAST_ROWS, _MOST_ROWS = 600, 9_000
_ALONE = 0.5  # the part of the rows that is one report; the others stand for many
_SHARE_OF_LIVE = 0.8  # a month of history beside a month of the live sample
_METRES_PER_DEGREE = 111_320
_HIDDEN = frozenset({"drug_use", "animal_cruelty"})
_MIX = {
    Status.CONFIRMED_ELIMINATED: 44,
    Status.NOT_CONFIRMED: 44,
    Status.CONFIRMED_REFERRED: 10,
    Status.CONFIRMED: 2,
}
# How much is reported in each month of a year, January first: people see more when they are outside.
_SEASON = (0.75, 0.75, 0.95, 1.1, 1.25, 1.3, 1.25, 1.2, 1.1, 0.95, 0.8, 0.7)
_HEADER = ("external_id", "category", "status", "reported_on", "changed_on", "lon", "lat", "count")


def ensure_archive(folder: Path, live: int, output: Output, *, now: datetime) -> None:
    """Bring old reports into the archive, in measure to `live` reports on the map; once for a folder."""
    done = folder / "demo-archive.json"
    if done.exists():
        return
    output.say("Writing ten years of history …")
    source = folder / "demo-archive.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(_HEADER)
        table.writerows(_rows(live, warsaw_day(now) - timedelta(days=_RECENT_DAYS)))
    # A place at sea or abroad is refused, and nobody misses it.
    state = import_archive(
        open_archive(source), is_live=False, now=now, refuse=lambda _refusal: None, tell=lambda _state: None
    )
    source.unlink()
    done.write_text(json.dumps({"imported": state.imported, "refused": state.refused}))


def _rows(live: int, last: date) -> Iterator[tuple[object, ...]]:
    chance = Random(_SEED)  # noqa: S311  # sample data, not a secret
    days = [_FIRST_DAY + timedelta(days=n) for n in range((last - _FIRST_DAY).days)]
    count = min(_MOST_ROWS, max(_LEAST_ROWS, live // 2))
    wanted = _SHARE_OF_LIVE * live / _RECENT_DAYS * len(days)
    places, categories = towns(), [code for code in WEIGHTS if code not in _HIDDEN]
    mean = max(1.0, (wanted / count - _ALONE) / (1 - _ALONE))
    chosen = zip(
        chance.choices(days, [_weight(day) for day in days], k=count),
        chance.choices(categories, [WEIGHTS[code] for code in categories], k=count),
        chance.choices(list(_MIX), list(_MIX.values()), k=count),
        chance.choices(places, [place.people for place in places], k=count),
        strict=True,
    )
    for number, (day, category, status, place) in enumerate(chosen):
        reach = (350 + 5.5 * place.people**0.5) / _METRES_PER_DEGREE
        lon = place.lon + chance.gauss(0, reach) / cos(radians(place.lat))
        lat = place.lat + chance.gauss(0, reach)
        changed = min(last, day + timedelta(days=1 + int(chance.expovariate(1 / 6))))
        reports = 1 if chance.random() < _ALONE else 1 + int(chance.expovariate(1 / mean))
        yield f"demo-{number}", category, status.value, day, changed, round(lon, 6), round(lat, 6), reports


def _weight(day: date) -> float:
    """Return how much is reported that day: the map became known over two years, and years differ."""
    known = min(1.0, 0.4 + (day - _FIRST_DAY).days / 1200)
    return known * _SEASON[day.month - 1] * (1 + 0.05 * (day.year * 7 % 5))
