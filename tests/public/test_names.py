"""Names on the map without JavaScript: none under a sign, none over another, the most important first."""

from math import hypot

import pytest

from kmzb.public.pages.names import placed
from kmzb.public.pages.plain_map import HEIGHT, WIDTH
from kmzb.public.picture.layers import Town
from kmzb.public.picture.letters import width
from kmzb.public.picture.view import View

VIEW = View(lon=20.0, lat=51.4, zoom=10, width=WIDTH, height=HEIGHT)
SIZE, LINE = 13, 15


def town(x, y, name="Opoczno", rank=1):
    lon, lat = VIEW.degrees(x, y)
    return Town(lon, lat, name, rank, 20_000)


def frame(name):
    """Left, top, right, bottom."""
    return name.x, name.y + 4 - LINE, name.x + width(name.text, SIZE), name.y + 4


def names(towns, signs=()):
    return list(placed(VIEW, towns, signs))


def test_beside_its_dot_where_nothing_stands():
    (name,) = names([town(300, 200)])
    assert name.text == "Opoczno"
    assert name.dot == pytest.approx((300, 200), abs=0.2)
    assert 300 < name.x < 310
    assert frame(name)[1] < 200 < frame(name)[3]


def test_beside_the_sign_that_covers_it():
    (name,) = names([town(305, 205)], [(300.0, 200.0, 20.0)])
    assert name.dot is None
    assert 320 < name.x < 330


@pytest.mark.parametrize("blocked", [1, 2, 3])
def test_where_others_stand_it_goes_below_above_or_left(blocked):
    others = [(360.0, 200.0, 30.0), (300.0, 240.0, 14.0), (300.0, 160.0, 14.0)][:blocked]
    (name,) = names([town(300, 200)], [(300.0, 200.0, 20.0), *others])
    left, top, right, bottom = frame(name)
    for x, y, radius in [(300.0, 200.0, 20.0), *others]:
        assert hypot(max(left - x, 0, x - right), max(top - y, 0, y - bottom)) >= radius


def test_where_there_is_no_room_there_is_no_name():
    around = [(300.0 + dx, 200.0 + dy, 45.0) for dx in (-60, 0, 60) for dy in (-60, 0, 60)]
    assert names([town(300, 200)], around) == []


def test_the_first_of_two_takes_the_place_and_neither_covers_the_other():
    first, second = town(300, 200), town(302, 201, "Drzewica", rank=3)
    one, other = names([first, second])
    a, b = frame(one), frame(other)
    assert one.text == "Opoczno"
    assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_a_phone_cuts_none_in_two_that_can_stand_elsewhere():
    edge = WIDTH * (1 - 22 / 144)
    (name,) = names([town(edge - 10, 200)])
    assert frame(name)[2] <= edge or frame(name)[0] >= edge


def test_none_leaves_the_picture():
    shown = names([town(WIDTH - 2, 100), town(2, 100), town(WIDTH - 2, HEIGHT - 2)])
    assert [name.text for name in shown] == ["Opoczno", "Opoczno"]
    for name in shown:
        left, top, right, bottom = frame(name)
        assert min(left, top) >= 0
        assert right <= WIDTH
        assert bottom <= HEIGHT
