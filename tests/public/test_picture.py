"""The map as a picture: which place is at which pixel, and what may be asked for."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kmzb.public.picture.drawing import Sign, draw
from kmzb.public.picture.view import COUNTRY, View, stepped

IN_POLAND = (st.floats(14, 24.2), st.floats(49, 54.9))


@given(*IN_POLAND, st.integers(5, 17), st.floats(0, 352), st.floats(0, 352))
def test_a_pixel_leads_to_a_place_and_back(lon, lat, zoom, x, y):
    view = View(round(lon, 6), round(lat, 6), zoom)
    place = view.degrees(x, y)
    back = view.pixels([place[0]], [place[1]])[0]
    assert back == pytest.approx((x, y), abs=0.2)


@given(*IN_POLAND, st.integers(5, 17))
def test_the_middle_is_the_place_itself(lon, lat, zoom):
    view = View(round(lon, 6), round(lat, 6), zoom)
    assert view.degrees(176, 176) == pytest.approx((view.lon, view.lat), abs=0.000002)


@given(st.floats(14, 20), st.floats(49, 52), st.floats(0.001, 4), st.floats(0.001, 2.8))
def test_a_box_fits_into_its_view(west, south, width, height):
    west_edge, south_edge, east_edge, north_edge = View.of_box((west, south, west + width, south + height)).box
    assert west_edge <= west + 1e-5
    assert south_edge <= south + 1e-5
    assert east_edge >= west + width - 1e-5
    assert north_edge >= south + height - 1e-5


def test_the_country_is_seen_whole():
    view = View.of_box(COUNTRY)
    assert view.zoom == 5


def test_a_step_is_measured_in_metres():
    lon, lat = stepped(20.0, 52.0, east_m=100, north_m=-100)
    assert (lon - 20) * 68_535 == pytest.approx(100, rel=0.01)
    assert (lat - 52) * 111_320 == pytest.approx(-100, rel=0.01)


@pytest.mark.usefixtures("country")
def test_the_picture_is_twice_as_dense_as_the_page():
    view = View(20.28, 51.38, 10)
    plain = Image.open(BytesIO(draw(view)))
    assert (plain.format, plain.size) == ("PNG", (704, 704))
    marked = draw(view, pin=(20.28, 51.38), signs=[Sign(20.3, 51.4, "confirmed")])
    assert marked != draw(view)
    assert draw(view) == draw(view)


@pytest.mark.parametrize(
    ("query", "size"),
    [
        ("", (704, 704)),
        ("lon=20&lat=51&z=9", (704, 704)),
        ("lon=20&lat=51&z=9&pin=20.1,51.1", (704, 704)),
        ("size=map", (1440, 1200)),
        ("size=card&lon=20&lat=51&z=13&mark=aaaaaaaaaaaaaaaa", (704, 352)),
        ("size=99999", (704, 704)),
        ("lon=a&lat=b&z=c&pin=d", (704, 704)),
        ("lon=20&lat=51&z=99", (704, 704)),
        ("lon=1e308&lat=-1e308&z=9", (704, 704)),
    ],
)
def test_an_address_is_drawn(visitor, query, size):
    answer = visitor.get(f"/picture.png?{query}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/png"
    assert Image.open(BytesIO(answer.content)).size == size


def test_where_somebody_put_the_pin_is_kept_nowhere(visitor):
    assert visitor.get("/picture.png?pin=20,51").headers["Cache-Control"] == "no-store"
    assert "max-age" in visitor.get("/picture.png").headers["Cache-Control"]


@pytest.mark.parametrize("pin", ["200,51", "20,91", "nan,51", "inf,0"])
def test_a_pin_off_the_globe_is_refused(visitor, pin):
    assert visitor.get(f"/picture.png?pin={pin}").status_code == 400
