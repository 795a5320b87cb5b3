"""Where a report may lie. The small country ends at 19.6 and 21.2 E, 51.2 and 51.6 N."""

import math
from datetime import date

import pytest

from kmzb.reports.api import Invalid, OutsideCountry, validate
from kmzb.territory.api import forget
from kmzb.territory.editions import load_edition
from small_country import LATER, NOW, load_small_country, small_country

pytestmark = pytest.mark.usefixtures("surveyed")

NORTH_EDGE = 51.6
METRE = 1 / 111_250  # of latitude


@pytest.fixture
def surveyed(db):
    """The small country with boundaries that are meant to the metre."""
    load_edition(small_country(), valid_from=date(2026, 1, 1), source="próba", is_approximate=False, now=LATER)
    forget()


def outside(raw):
    with pytest.raises(OutsideCountry) as refused:
        validate(raw, now=NOW)
    assert (refused.value.code, refused.value.status) == ("outside_country", 422)
    assert refused.value.fields["lon"] == refused.value.fields["lat"]
    return refused.value


def test_up_to_500_m_off_the_land_the_nearest_unit_answers(resident):
    draft = validate(resident.draft(lat=NORTH_EDGE + 450 * METRE), now=NOW)
    assert draft.place.unit.code == "KPP-1007"
    assert draft.lat == round(NORTH_EDGE + 450 * METRE, 6)


def test_farther_out_is_refused(resident):
    refusal = outside(resident.draft(lat=NORTH_EDGE + 600 * METRE))
    assert refusal.fields["lon"].code == "outside_country"


def test_piers_and_beaches_reach_3_km(resident):
    assert validate(resident.draft(category="dangerous_water", lat=NORTH_EDGE + 2900 * METRE), now=NOW)
    outside(resident.draft(category="dangerous_water", lat=NORTH_EDGE + 3100 * METRE))


def test_swapped_coordinates_are_told_so(resident):
    refusal = outside(resident.draft(lon=51.38, lat=20.28))
    assert refusal.fields["lon"].code == "swapped"
    assert "zamienione" in refusal.message


def test_a_place_outside_stands_beside_the_other_errors(resident):
    with pytest.raises(Invalid) as refused:
        validate(resident.draft(lat=60.0, category="other"), now=NOW)
    codes = {name: error.code for name, error in refused.value.fields.items()}
    assert codes == {"category": "unknown", "lon": "outside_country", "lat": "outside_country"}


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, "20.28", True, [20.28], {}])
def test_a_program_gives_numbers(resident, value):
    with pytest.raises(Invalid) as refused:
        validate(resident.draft(lon=value), now=NOW)
    assert refused.value.fields["lon"].code == "not_a_number"


@pytest.mark.parametrize("text", ["nan", "inf", "1e1", "20 28", "dwadzieścia", "٢٠", "20.28N"])
def test_a_form_gives_numbers_too(resident, text):
    with pytest.raises(Invalid) as refused:
        validate(resident.draft(lon=text, lat="51.38", is_form=True), now=NOW)
    assert refused.value.fields["lon"].code == "not_a_number"


@pytest.mark.parametrize("text", ["20.28", " 20,28 ", "20.28°", "+20.28"])
def test_a_form_takes_a_decimal_comma(resident, text):
    assert validate(resident.draft(lon=text, lat="51,38", is_form=True), now=NOW).lon == 20.28


@pytest.mark.parametrize(("lon", "lat"), [(180.1, 51.38), (-181, 51.38), (20.28, 90.1), (10**400, 51.38)])
def test_degrees_have_their_limits(resident, lon, lat):
    with pytest.raises(Invalid) as refused:
        validate(resident.draft(lon=lon, lat=lat), now=NOW)
    assert {error.code for error in refused.value.fields.values()} <= {"out_of_range", "not_a_number"}


def test_a_point_keeps_6_decimals(resident):
    draft = validate(resident.draft(lon=20.28000049, lat=51.3800005001), now=NOW)
    assert (draft.lon, draft.lat) == (20.28, 51.380001)


def test_approximate_boundaries_reach_10_km(resident):
    load_small_country()
    forget()
    assert validate(resident.draft(lat=NORTH_EDGE + 9900 * METRE), now=NOW)
    outside(resident.draft(lat=NORTH_EDGE + 10100 * METRE))
