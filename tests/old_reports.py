"""Files of old reports, drawn up for tests: seeded, of any length, right or wrong on purpose."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from kmzb.categories.api import catalogue
from kmzb.verification.api import ImportState, Refusal, Status, import_archive, open_archive

HEADER = ("external_id", "category", "status", "reported_on", "changed_on", "lon", "lat")
OPTIONAL = ("count", "time_of_day", "weekdays", "confirmations")
FIRST = date(2016, 10, 1)
_DAYS = 3600
_CITIES = (
    (21.01, 52.23),
    (19.94, 50.06),
    (17.03, 51.11),
    (18.65, 54.35),
    (16.93, 52.41),
    (20.28, 51.38),
    (19.46, 51.77),
)
ROW = {
    "external_id": "KMZB/1",
    "category": "speeding",
    "status": "confirmed",
    "reported_on": "2020-05-04",
    "changed_on": "2020-05-09",
    "lon": "20.28",
    "lat": "51.38",
}


def old_row(**given: object) -> dict[str, str]:
    """Return a row that is right, but for what the test gives; None leaves a column out."""
    return {name: str(value) for name, value in {**ROW, **given}.items() if value is not None}


def write_rows(path: Path, rows: Iterable[dict[str, str]], *, separator: str = ",") -> Path:
    """Write rows of equal columns with their header."""
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), delimiter=separator)
        writer.writeheader()
        writer.writerows(rows)
    return path


def bring_in(folder: Path, *rows: dict[str, str], now: datetime, is_live: bool = False) -> ImportState:
    """Import the rows; all of them are right."""
    path = write_rows(folder / "old.csv", rows)
    return import_archive(open_archive(path), is_live=is_live, now=now, refuse=_unexpected, tell=lambda _: None)


def _unexpected(refusal: Refusal) -> None:
    raise AssertionError(refusal)


def drawn_rows(count: int, *, seed: int = 2016) -> Iterator[tuple[object, ...]]:
    """Draw rows over the whole catalogue and the years since 2016, three quarters of them in and around cities."""
    random = Random(seed)
    categories, statuses = [one.code for one in catalogue().all], [status.value for status in Status]
    for number in range(count):
        reported = FIRST + timedelta(days=random.randrange(_DAYS))
        yield (
            f"KMZB/{seed}/{number}",
            random.choice(categories),
            random.choice(statuses),
            reported,
            reported + timedelta(days=random.randrange(20)),
            *_place(random),
            random.choice((1, 1, 1, 2, 7)),
            random.choice(("", "morning", "night")),
            random.choice(("", "67", "1 2 3 4 5")),
            random.choice(("", 0, 1, 3, 9)),
        )


def _place(random: Random) -> tuple[float, float]:
    if random.random() < 0.75:
        lon, lat = random.choice(_CITIES)
        return round(random.gauss(lon, 0.1), 6), round(random.gauss(lat, 0.06), 6)
    return round(random.uniform(16, 22.5), 6), round(random.uniform(50.3, 53.8), 6)


def write_drawn(path: Path, count: int, *, seed: int = 2016) -> Path:
    """Write `count` drawn rows; a million of them are about 90 MB."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow((*HEADER, *OPTIONAL))
        writer.writerows(drawn_rows(count, seed=seed))
    return path
