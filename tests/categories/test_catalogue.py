import pytest
from django.utils import translation

from kmzb.categories.api import (
    CheckedBy,
    Group,
    Publish,
    UnknownCategory,
    Visibility,
    catalogue,
    group_icon,
    group_name,
)

ROAD = {
    "illegal_races",
    "illegal_parking",
    "unguarded_level_crossing",
    "road_infrastructure",
    "speeding",
    "wildlife_collisions",
    "traffic_organisation",
}


def codes(**wanted):
    return {
        category.code
        for category in catalogue().active
        if all(getattr(category, name) == value for name, value in wanted.items())
    }


def test_it_has_24_active_categories_in_the_official_order():
    active = catalogue().active
    assert len(active) == 24
    assert [active[0].code, active[-1].code] == ["vandalism", "begging"]
    assert [category.name for category in active[:2]] == ["Akty wandalizmu", "Dzikie wysypiska śmieci"]


def test_there_is_no_other():
    assert not {"other", "inne"} & {category.code for category in catalogue().all}


def test_road_categories_go_to_the_traffic_cell_and_water_and_quads_to_a_patrol():
    assert codes(checked_by=CheckedBy.TRAFFIC) == ROAD
    assert codes(checked_by=CheckedBy.PATROL) == {"dangerous_water", "forest_quads"}


def test_policies_are_those_of_the_field():
    assert codes(visibility=Visibility.NEVER) == {"drug_use", "animal_cruelty"}
    assert codes(visibility=Visibility.COARSE) == {"minors_at_risk", "homeless_in_need", "begging"}
    assert codes(visibility=Visibility.ONCE_CONFIRMED) == codes(description_required=True) == {"dangerous_venue"}


def test_what_is_shown_less_finely_is_shown_later():
    for category in catalogue().all:
        is_exact = category.visibility is Visibility.EXACT
        assert (category.publish is Publish.NOW) == is_exact, category.code


def test_every_active_category_says_what_makes_a_report_checkable():
    for category in catalogue().active:
        assert 40 <= len(category.hint) <= 220, category.code


def test_a_retired_category_keeps_its_name_and_names_its_successor():
    retired = {category.code: category.successor for category in catalogue().all if not category.is_active}
    assert retired == {
        "wild_bathing": "dangerous_water",
        "dangerous_water_area": "dangerous_water",
        "drownings": "dangerous_water",
        "homelessness": "homeless_in_need",
    }
    assert catalogue().get("drownings").name == "Utonięcia"
    assert catalogue().get("drownings").hint == ""


def test_an_unknown_code_is_refused():
    with pytest.raises(UnknownCategory, match="no category 'other'"):
        catalogue().get("other")


def test_a_successor_brings_its_predecessors():
    assert catalogue().with_predecessors(["homeless_in_need", "speeding"]) == {
        "homeless_in_need",
        "homelessness",
        "speeding",
    }


def test_an_unknown_code_has_no_predecessors():
    with pytest.raises(UnknownCategory):
        catalogue().with_predecessors(["speeding", "nonsense"])


def test_icons_tell_the_categories_apart():
    icons = [category.icon for category in catalogue().active]
    assert len(set(icons)) == len(icons)


@pytest.mark.parametrize("group", Group)
def test_every_group_has_a_name_an_icon_and_a_category(group):
    assert group_name(group)
    assert group_icon(group)
    assert codes(group=group)


def test_names_are_looked_up_in_the_language_of_the_reader():
    with translation.override("pl"):
        assert catalogue().get("begging").name == "Żebractwo"
