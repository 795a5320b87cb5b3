"""What goes in and out of the API: the shapes of the OpenAPI document."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

_NUMBER = re.compile(r"[-+.\deE]+", re.ASCII)


def _written_plainly(given: Any) -> Any:
    """Return what was given, unless it only reads as a number in Python, as 1_9 does."""
    if isinstance(given, str) and not _NUMBER.fullmatch(given.strip()):
        raise ValueError("not a number")
    return given


Lon = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False), BeforeValidator(_written_plainly)]
Lat = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False), BeforeValidator(_written_plainly)]
Point = Annotated[list[float], Field(min_length=2, max_length=2, description="[lon, lat], EPSG:4326")]
_TIMES = ["morning", "afternoon", "evening", "night", None]
_WEEKDAY = {"type": "integer", "minimum": 1, "maximum": 7}
_RECEIPT_HASH = "Lower-case hex SHA-256 of the receipt's 24 upper-case letters"
_ALTCHA = "The base64 payload that ALTCHA's widget sends"
_CLOCK = "HH:MM, Warsaw wall time; needs occurred_on"
_DESCRIPTION = "Only the police read it"
_WEIGHED = "a row of the archive may stand for many, so that there can be fewer features"


def wanted(*types: str, **schema: Any) -> WithJsonSchema:
    """Tell the reader of the document what belongs here; any value passes, since a room below reads it."""
    return WithJsonSchema({"type": types[0] if len(types) == 1 else list(types), **schema})


class Body(BaseModel):
    """A request's body: unknown names are refused, and nothing is turned from one type into another."""

    model_config = ConfigDict(extra="forbid", strict=True)


class FieldErrorOut(BaseModel):
    """What is wrong with one field."""

    code: str
    message: str


class ErrorBodyOut(BaseModel):
    """A refusal: a code for programs, a sentence for people in the language of the request."""

    code: str
    message: str
    fields: dict[str, FieldErrorOut]


class ErrorOut(BaseModel):
    """The one shape of every error."""

    error: ErrorBodyOut


class RefOut(BaseModel):
    """A code with its name."""

    code: str
    name: str


class CategoryOut(BaseModel):
    """One category of the catalogue with its policy."""

    code: str
    name: str
    group: str
    hint: str
    icon: str = Field(description="Name in the set Tabler Icons")
    checked_by: Literal["beat", "patrol", "traffic"]
    description_required: bool
    visibility: Literal["exact", "coarse", "once_confirmed", "never"]
    active: bool


class CategoriesOut(BaseModel):
    """One version of the catalogue, in the official order."""

    version: str
    categories: list[CategoryOut]


class ChallengeOut(BaseModel):
    """A challenge of ALTCHA, version 2: solve it, and send the base64 payload as `altcha`."""

    parameters: dict[str, Any]
    signature: str


class ReportIn(Body):
    """What a resident gives. Only category, point, receipt hash, proof of work and the rules are required."""

    # The reports room reads the values, the same for programs and forms, so that all wrong fields are named at once.
    model_config = ConfigDict(
        json_schema_extra={"required": ["category", "lon", "lat", "receipt_hash", "altcha", "rules_accepted"]}
    )

    category: Annotated[Any, wanted("string")] = None
    lon: Annotated[Any, wanted("number")] = None
    lat: Annotated[Any, wanted("number")] = None
    receipt_hash: Annotated[Any, wanted("string", description=_RECEIPT_HASH)] = None
    altcha: Annotated[Any, wanted("string", description=_ALTCHA)] = None
    rules_accepted: Annotated[Any, wanted("boolean", const=True)] = None
    occurred_on: Annotated[Any, wanted("string", "null", format="date")] = None
    occurred_time: Annotated[Any, wanted("string", "null", description=_CLOCK)] = None
    time_of_day: Annotated[Any, wanted("string", "null", enum=_TIMES)] = None
    weekdays: Annotated[Any, wanted("array", "null", items=_WEEKDAY, description="1 is Monday")] = None
    description: Annotated[Any, wanted("string", "null", maxLength=500, description=_DESCRIPTION)] = None


class ReportOut(BaseModel):
    """The answer to a report. `feature_id` and `public_point` are null when it will not be public by itself."""

    reference: str
    status: str
    feature_id: str | None
    public_point: Point | None
    unit: RefOut
    read_by: date
    verify_by: date


class ReasonOut(BaseModel):
    """Why it was decided so."""

    code: str
    text: str


class FollowUpIn(Body):
    """A receipt; case, spaces and dashes do not matter."""

    receipt: str = Field(max_length=200)


class StepOut(BaseModel):
    """One step of the history."""

    on: date
    action: str
    status: str
    reason: ReasonOut | None


class FollowUpOut(BaseModel):
    """The whole history, for whoever holds the receipt."""

    reference: str
    category: str
    status: str
    unit: RefOut
    read_by: date
    verify_by: date
    feature_id: str | None
    next: str
    history: list[StepOut]
    messages: list[dict[str, Any]] = Field(max_length=0)


class ConfirmationIn(Body):
    """One more person who sees the same; the token is drawn on the device and only its hash is sent."""

    model_config = ConfigDict(json_schema_extra={"required": ["altcha", "token_hash"]})

    altcha: Annotated[Any, wanted("string", description=_ALTCHA)] = None
    token_hash: Annotated[Any, wanted("string", description="Lower-case hex SHA-256 of a random token")] = None


class ConfirmationOut(BaseModel):
    """How many see the same, as it is published."""

    confirmations: Annotated[str, Field(json_schema_extra={"enum": ["1", "2-4", "5+"]})]


class GeometryOut(BaseModel):
    """A GeoJSON point."""

    type: Literal["Point"]
    coordinates: Point


class MarkOut(BaseModel):
    """What the public knows of a mark, in codes and days."""

    category: str
    status: str
    reported: date
    changed: date
    occurred_on: date | None
    time_of_day: str | None
    weekdays: list[int]
    confirmations: str
    unit: str
    area: str
    reason: ReasonOut | None
    due: date | None
    next: str
    coarse: bool


class MarkHistoryOut(MarkOut):
    """A mark with its public history."""

    history: list[StepOut]


class FeatureOut(BaseModel):
    """A mark as a GeoJSON feature."""

    type: Literal["Feature"]
    id: str
    geometry: GeometryOut
    properties: MarkOut


class FeatureDetailOut(BaseModel):
    """A mark as a GeoJSON feature, with its history."""

    type: Literal["Feature"]
    id: str
    geometry: GeometryOut
    properties: MarkHistoryOut


class FeaturesOut(BaseModel):
    """A page of marks; `next` is the cursor of the following page."""

    type: Literal["FeatureCollection"]
    features: list[FeatureOut]
    total: int = Field(description=f"Reports on all pages together: {_WEIGHED}")
    next: str | None


class SummaryOut(BaseModel):
    """Exact counts of what the filters match; a code or month without marks is absent."""

    total: int = Field(description=f"Reports, as in every count here: {_WEIGHED}")
    by_status: dict[str, int]
    by_category: dict[str, int]
    by_month: dict[str, int] = Field(description="By the month reported, YYYY-MM, oldest first")
    confirmed_share: float | None = Field(description="The part of all decided ones that was confirmed, 0–1")
    typical_days: int | None = Field(description="Median days from the report to the decision")


class PlaceOut(BaseModel):
    """A place that was found."""

    name: str
    kind: str
    area: str
    lon: float
    lat: float
    bbox: Annotated[list[float], Field(min_length=4, max_length=4)]


class PlacesOut(BaseModel):
    """At most ten places, best first."""

    places: list[PlaceOut]


class LocateOut(BaseModel):
    """What a point belongs to; all null outside the country."""

    gmina: RefOut | None
    county: RefOut | None
    voivodeship: RefOut | None
    unit: RefOut | None
    beat: RefOut | None


class AreaOut(BaseModel):
    """A voivodeship, county or gmina; `name` as people say it, `parent` null for a voivodeship."""

    code: str
    name: str
    level: Literal["voivodeship", "county", "gmina"]
    parent: str | None
    bbox: Annotated[list[float], Field(min_length=4, max_length=4)]


class AreasOut(BaseModel):
    """The areas of one name."""

    areas: list[AreaOut]


class UnitOut(BaseModel):
    """A police unit; a contact that is not known is empty."""

    code: str
    name: str
    kind: str
    parent: str | None
    lon: float | None
    lat: float | None
    phone: str
    email: str
    address: str


class UnitsOut(BaseModel):
    """Every unit of today's territory."""

    units: list[UnitOut]
