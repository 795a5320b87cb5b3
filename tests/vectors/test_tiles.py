import base64
import json

import mapbox_vector_tile
import pytest

from vectors import tiles

GOLDEN = json.loads(tiles.PATH.read_text())


def test_the_bytes_are_those_that_were_blessed():
    assert tiles.vectors() == GOLDEN


@pytest.mark.parametrize("golden", GOLDEN["tiles"], ids=lambda golden: golden["name"])
def test_a_decoder_reads_the_signs_beside_them(golden):
    plain = base64.b64decode(golden["mvt"])
    layers = mapbox_vector_tile.decode(plain, default_options={"y_coord_down": True})
    features = layers.get("marks", {"features": []})["features"]
    places = [feature["geometry"]["coordinates"] for feature in features]
    found = [{"x": x, "y": y, **feature["properties"]} for (x, y), feature in zip(places, features, strict=True)]
    assert found == golden["signs"]


def test_there_is_something_of_each_kind():
    counts = {golden["name"]: [sign["count"] for sign in golden["signs"]] for golden in GOLDEN["tiles"]}
    assert counts["nothing"] == []
    assert 1 in counts["the country"]
    assert max(counts["the country"]) > 20
    assert set(counts["a street, every mark as itself"]) == {1}
    assert len(counts["a street, every mark as itself"]) > 1
    assert 0 < sum(counts["the country under a filter"]) < sum(counts["the country"])
