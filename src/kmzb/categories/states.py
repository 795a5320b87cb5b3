"""What a category can say about itself: who checks it, who may see it, and when."""

from enum import StrEnum


class Visibility(StrEnum):
    """How finely the public may see a report; listed from the loosest to the strictest."""

    EXACT = "exact"
    COARSE = "coarse"
    ONCE_CONFIRMED = "once_confirmed"
    NEVER = "never"


class Publish(StrEnum):
    """When a change becomes public: at once, or with the next morning (06:00 in Warsaw)."""

    NOW = "now"
    NEXT_MORNING = "next_morning"


class CheckedBy(StrEnum):
    """Who goes to the place: the beat officer, a patrol, or the traffic cell of the unit."""

    BEAT = "beat"
    PATROL = "patrol"
    TRAFFIC = "traffic"


class Group(StrEnum):
    """The chapters of the catalogue, as people look for them."""

    TRAFFIC = "traffic"
    ALCOHOL_DRUGS = "alcohol_drugs"
    GREENERY = "greenery"
    DEMORALISATION = "demoralisation"
    WATER = "water"
    ANIMALS = "animals"
    POVERTY = "poverty"


class Body(StrEnum):
    """Who outside the police can remove a threat."""

    GMINA = "gmina"
    ROAD_MANAGER = "road_manager"
    RAILWAY_MANAGER = "railway_manager"
    MUNICIPAL_GUARD = "municipal_guard"
    SOCIAL_WELFARE = "social_welfare"
    FOREST_SERVICE = "forest_service"
    FOREST_GUARD = "forest_guard"
    HUNTING_GUARD = "hunting_guard"
    WATER_MANAGER = "water_manager"
    FIRE_SERVICE = "fire_service"
    BUILDING_SUPERVISION = "building_supervision"
    SANITARY_INSPECTION = "sanitary_inspection"
    VETERINARY_INSPECTION = "veterinary_inspection"
    PROPERTY_MANAGER = "property_manager"
