"""The ground: built-in layers by edition, or a file of streets by ranges."""

import json
import random
from dataclasses import replace

import pytest

from kmzb.territory.api import basemap_etag

pytestmark = pytest.mark.usefixtures("country")


@pytest.mark.parametrize(
    "layer", ["country", "voivodeships", "counties", "rivers", "lakes", "towns", "unit/KPP-1007", "area/1007"]
)
def test_layers_are_geojson(visitor, layer):
    answer = visitor.get(f"/basemap/{layer}.json")
    assert answer.status_code == 200
    assert json.loads(answer.content)["type"] == "FeatureCollection"
    assert answer.headers["ETag"]


@pytest.mark.parametrize(
    "layer", ["nothing", "unit/KPP-9999", "area/9999", "..%2F..%2Fsettings", "country/..", "%00", "UNIT"]
)
def test_there_are_no_others(visitor, layer):
    assert visitor.get(f"/basemap/{layer}.json").status_code == 404


def test_the_edition_in_the_address_lets_browsers_keep_it(visitor):
    assert "immutable" in visitor.get(f"/basemap/country.json?v={basemap_etag()}").headers["Cache-Control"]
    assert "no-cache" in visitor.get("/basemap/country.json?v=old").headers["Cache-Control"]


def test_what_is_known_is_not_sent_again(visitor):
    etag = visitor.get("/basemap/country.json").headers["ETag"]
    answer = visitor.get("/basemap/country.json", If_None_Match=etag)
    assert (answer.status_code, answer.content) == (304, b"")
    assert visitor.get("/basemap/country.json", If_None_Match='"other"').status_code == 200


@pytest.fixture
def streets(settings, tmp_path):
    path = tmp_path / "poland.pmtiles"
    path.write_bytes(bytes(range(256)) * 4)
    settings.KMZB = replace(settings.KMZB, basemap=path)
    return path


@pytest.mark.parametrize(
    ("wanted", "status", "span"),
    [
        ("bytes=0-15", 206, (0, 16)),
        ("bytes=1000-", 206, (1000, 1024)),
        ("bytes=1000-5000", 206, (1000, 1024)),
        ("bytes=-24", 206, (1000, 1024)),
        ("bytes=-5000", 206, (0, 1024)),
        ("", 200, (0, 1024)),
        ("bytes=0-1,5-6", 200, (0, 1024)),
        ("lines=0-1", 200, (0, 1024)),
        ("bytes=-", 200, (0, 1024)),
    ],
)
def test_streets_are_answered_by_ranges(visitor, streets, wanted, status, span):
    answer = visitor.get("/basemap.pmtiles", **({"Range": wanted} if wanted else {}))
    assert answer.status_code == status
    first, last = span
    assert answer.content == streets.read_bytes()[first:last]
    if status == 206:
        assert answer.headers["Content-Range"] == f"bytes {first}-{last - 1}/1024"


@pytest.mark.parametrize("wanted", ["bytes=1024-", "bytes=5-4", "bytes=99999999999999999999-"])
def test_a_range_outside_is_refused(visitor, streets, wanted):
    answer = visitor.get("/basemap.pmtiles", Range=wanted)
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == "bytes */1024"


MEGABYTE = 1 << 20


@pytest.mark.parametrize(
    ("wanted", "span"),
    [("bytes=5-", (5, MEGABYTE + 5)), ("bytes=-2000000", (1_000_000, MEGABYTE + 1_000_000))],
)
def test_of_a_long_range_the_first_megabyte_is_sent(visitor, streets, wanted, span):
    streets.write_bytes(random.Random(1).randbytes(3_000_000))
    answer = visitor.get("/basemap.pmtiles", Range=wanted)
    assert answer.status_code == 206
    assert not answer.streaming
    assert answer.content == streets.read_bytes()[slice(*span)]
    assert answer.headers["Content-Range"] == f"bytes {span[0]}-{span[1] - 1}/3000000"


@pytest.mark.parametrize("wanted", ["", "bytes=0-1,5-6", f"bytes=0-{'9' * 5000}"])
def test_a_large_file_is_not_sent_whole(visitor, streets, wanted):
    streets.write_bytes(bytes(MEGABYTE + 1))
    answer = visitor.get("/basemap.pmtiles", **({"Range": wanted} if wanted else {}))
    assert answer.status_code == 400
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert "ETag" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_without_a_file_there_are_no_streets(visitor):
    assert visitor.get("/basemap.pmtiles").status_code == 404
