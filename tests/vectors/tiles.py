"""Golden tiles: fixed marks, fixed questions, and the exact bytes that answer them, for Python and TypeScript.

PYTHONPATH=src:tests .venv/bin/python -m vectors.tiles      writes tiles.json anew: look at the difference
"""

import base64
import json
import random
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kmzb.geoindex.api import Filter, Index, Mark, Moment

PATH = Path(__file__).parent / "tiles.json"
AT = Moment(second=1_800_000_000, day=20_800)

_STATUSES = ("new", "verification", "confirmed", "confirmed_referred", "confirmed_eliminated", "not_confirmed")
_CATEGORIES = ("illegal_parking", "speeding", "public_drinking", "stray_dogs")
_SPEEDING = {"categories": ["speeding"], "first_day": 20_750, "last_day": 20_790}
_QUESTIONS: list[tuple[str, tuple[int, int, int], dict[str, Any]]] = [
    ("the world", (0, 0, 0), {}),
    ("the country", (5, 17, 10), {}),
    ("the country under a filter", (5, 17, 10), _SPEEDING),
    ("a county", (10, 569, 341), {}),
    ("a town", (13, 4557, 2728), {"statuses": ["new", "confirmed"]}),
    ("a street, every mark as itself", (16, 36459, 21830), {}),
    ("nothing", (5, 0, 0), {}),
]


def marks() -> list[Mark]:
    """Return the marks: some anywhere, some around one town, some at one point, some not visible."""
    draw = random.Random(20_161_107)  # it must give the same marks each time
    places = [(draw.uniform(14.2, 24.0), draw.uniform(49.1, 54.7)) for _ in range(150)]
    places += [(draw.gauss(20.28, 0.02), draw.gauss(51.38, 0.01)) for _ in range(60)]
    places += [(20.277777, 51.377777)] * 5
    return [_mark(draw, number, round(lon, 6), round(lat, 6)) for number, (lon, lat) in enumerate(places)]


def _mark(draw: random.Random, number: int, lon: float, lat: float) -> Mark:
    return Mark(
        id=base64.b32encode(number.to_bytes(10)).decode().lower(),
        lon=lon,
        lat=lat,
        category=draw.choice(_CATEGORIES),
        status=draw.choice(_STATUSES),
        reported=draw.randrange(20_700, 20_800),
        changed=draw.randrange(20_700, 20_800),
        unit="KPP-1007",
        area="1007",
        opens=AT.second + draw.choice((-1, 0, 0, 0, 1)),
        closes=draw.choice((None, None, AT.day, AT.day - 1)),
    )


def vectors() -> dict[str, Any]:
    """Return everything that the file holds."""
    known = marks()
    index = Index.build(known)
    return {
        "at": asdict(AT),
        "marks": [asdict(mark) for mark in known],
        "tiles": [_vector(index, *question) for question in _QUESTIONS],
    }


def _vector(index: Index, name: str, tile: tuple[int, int, int], wanted: dict[str, Any]) -> dict[str, Any]:
    lists = {key: frozenset(value) if isinstance(value, list) else value for key, value in wanted.items()}
    drawn = index.tile(*tile, AT, Filter(**lists))
    signs = [
        {"x": cell.x, "y": cell.y, "count": cell.count, **dict(cell.by_status)}
        | (asdict(cell.single) if cell.single else {})
        for cell in drawn.cells()
    ]
    mvt = base64.b64encode(drawn.mvt()).decode()
    return {"name": name, "z": tile[0], "x": tile[1], "y": tile[2], "filter": wanted, "signs": signs, "mvt": mvt}


def as_text(content: dict[str, Any]) -> str:
    """Return the file's text: one line a mark and a sign, so that a difference can be read."""
    text = json.dumps(content, indent=0, ensure_ascii=False)
    return text.replace("{\n", "{").replace("\n}", "}").replace(',\n"', ', "') + "\n"


if __name__ == "__main__":
    PATH.write_text(as_text(vectors()))
