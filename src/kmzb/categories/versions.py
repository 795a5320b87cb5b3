"""The published catalogues, each as it was on its day. A published table is never edited: a change is a new table."""

from collections.abc import Mapping
from dataclasses import dataclass

from kmzb.categories.states import Body, CheckedBy, Group, Publish, Visibility


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a catalogue: a category and its policy, without words.

    `successor` is the code that took over a retired category; an active one has none.
    """

    code: str
    icon: str
    group: Group
    checked_by: CheckedBy
    visibility: Visibility = Visibility.EXACT
    outside_body: tuple[Body, ...] = ()
    description_required: bool = False
    successor: str = ""

    @property
    def publish(self) -> Publish:
        """When it is shown: whoever polls a map learns the minute, so what is shown less finely is shown later."""
        return Publish.NOW if self.visibility is Visibility.EXACT else Publish.NEXT_MORNING


_BEAT, _PATROL, _ROAD = CheckedBy.BEAT, CheckedBy.PATROL, CheckedBy.TRAFFIC
_COARSE, _NEVER = Visibility.COARSE, Visibility.NEVER
_VENUE_BODIES = (Body.FIRE_SERVICE, Body.BUILDING_SUPERVISION, Body.SANITARY_INSPECTION)
_WATER_BODIES = (Body.GMINA, Body.WATER_MANAGER)
_ROAD_BODY, _RAILWAY = (Body.ROAD_MANAGER,), (Body.RAILWAY_MANAGER,)

# In the official order: Polish alphabet of the names.
_OF_2022 = (
    Entry("vandalism", "spray", Group.DEMORALISATION, _BEAT, outside_body=(Body.GMINA,)),
    Entry("illegal_dump", "trash", Group.GREENERY, _BEAT, outside_body=(Body.GMINA,)),
    Entry("minors_at_risk", "users-group", Group.DEMORALISATION, _BEAT, _COARSE, (Body.SOCIAL_WELFARE,)),
    Entry("poaching", "bow", Group.GREENERY, _BEAT, outside_body=(Body.FOREST_GUARD, Body.HUNTING_GUARD)),
    Entry("dangerous_water", "lifebuoy", Group.WATER, _PATROL, outside_body=_WATER_BODIES),
    Entry(
        "dangerous_venue",
        "confetti",
        Group.DEMORALISATION,
        _BEAT,
        Visibility.ONCE_CONFIRMED,
        _VENUE_BODIES,
        description_required=True,
    ),
    Entry("illegal_felling", "axe", Group.GREENERY, _BEAT, outside_body=(Body.GMINA, Body.FOREST_SERVICE)),
    Entry("illegal_races", "steering-wheel", Group.TRAFFIC, _ROAD),
    Entry("illegal_parking", "parking-off", Group.TRAFFIC, _ROAD, outside_body=(Body.MUNICIPAL_GUARD,)),
    Entry("unguarded_track_crossing", "track", Group.TRAFFIC, _BEAT, outside_body=_RAILWAY),
    Entry("unguarded_level_crossing", "train", Group.TRAFFIC, _ROAD, outside_body=_RAILWAY),
    Entry("road_infrastructure", "road", Group.TRAFFIC, _ROAD, outside_body=_ROAD_BODY),
    Entry("greenery_damage", "plant-off", Group.GREENERY, _BEAT, outside_body=(Body.GMINA,)),
    Entry("homeless_in_need", "heart-handshake", Group.POVERTY, _BEAT, _COARSE, (Body.SOCIAL_WELFARE,)),
    Entry("forest_quads", "motorbike", Group.GREENERY, _PATROL, outside_body=(Body.FOREST_SERVICE,)),
    Entry("speeding", "gauge", Group.TRAFFIC, _ROAD, outside_body=_ROAD_BODY),
    Entry("public_drinking", "bottle", Group.ALCOHOL_DRUGS, _BEAT, outside_body=(Body.MUNICIPAL_GUARD,)),
    Entry("drug_use", "vaccine", Group.ALCOHOL_DRUGS, _BEAT, _NEVER),
    Entry("stray_dogs", "dog", Group.ANIMALS, _BEAT, outside_body=(Body.GMINA,)),
    Entry("grass_burning", "flame", Group.GREENERY, _BEAT, outside_body=(Body.FIRE_SERVICE,)),
    Entry("wildlife_collisions", "deer", Group.TRAFFIC, _ROAD, outside_body=_ROAD_BODY),
    Entry("animal_cruelty", "paw", Group.ANIMALS, _BEAT, _NEVER, (Body.VETERINARY_INSPECTION,)),
    Entry("traffic_organisation", "traffic-lights", Group.TRAFFIC, _ROAD, outside_body=_ROAD_BODY),
    Entry("begging", "coins", Group.POVERTY, _BEAT, _COARSE, (Body.SOCIAL_WELFARE,)),
    # Retired: nothing new comes in under these, old reports keep them.
    Entry("wild_bathing", "lifebuoy", Group.WATER, _PATROL, outside_body=_WATER_BODIES, successor="dangerous_water"),
    Entry(
        "dangerous_water_area",
        "lifebuoy",
        Group.WATER,
        _PATROL,
        outside_body=_WATER_BODIES,
        successor="dangerous_water",
    ),
    Entry("drownings", "lifebuoy", Group.WATER, _PATROL, outside_body=_WATER_BODIES, successor="dangerous_water"),
    Entry(
        "homelessness",
        "heart-handshake",
        Group.POVERTY,
        _BEAT,
        _COARSE,
        (Body.SOCIAL_WELFARE,),
        successor="homeless_in_need",
    ),
)

VERSIONS: Mapping[str, tuple[Entry, ...]] = {"2022-01-01": _OF_2022}
CURRENT = max(VERSIONS)
