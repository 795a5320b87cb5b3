"""The public marks: as GeoJSON, one by one with their history, and counted."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from kmzb.lib.time import now, warsaw_day
from kmzb.public.errors import Code, Problem, Refused
from kmzb.public.showing import reason_in_words
from kmzb.public.v1.counts import summary_csv
from kmzb.public.v1.shapes import (
    ErrorOut,
    FeatureDetailOut,
    FeatureOut,
    FeaturesOut,
    GeometryOut,
    MarkHistoryOut,
    MarkOut,
    ReasonOut,
    StepOut,
    SummaryOut,
)
from kmzb.publicmap.api import (
    FeatureQuery,
    FeatureRow,
    MarkSet,
    ReasonRow,
    StepRow,
    feature,
    features,
    next_sentence,
    summary,
)

router = Router(tags=["marks"])


def _filter(name: str, description: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


_SET = _filter(
    "set",
    "Which marks: those on the map today, or all that were ever public",
    type="string",
    enum=[one.value for one in MarkSet],
    default=MarkSet.LIVE.value,
)
_FILTERS = [
    _SET,
    _filter("bbox", "west,south,east,north in degrees", type="string"),
    _filter("category", "Codes, comma-separated; a successor includes its retired predecessors", type="string"),
    _filter("status", "Codes, comma-separated", type="string"),
    _filter("from", "First day reported, inclusive", type="string", format="date"),
    _filter("to", "Last day reported, inclusive", type="string", format="date"),
    _filter("unit", "Codes of units, comma-separated; all below them included", type="string"),
    _filter("area", "TERYT codes of 2, 4 or 7 digits, comma-separated", type="string"),
]
_PAGING = [
    _filter("cursor", "`next` of the page before", type="string"),
    _filter("limit", "Rows of a page", type="integer", minimum=1, maximum=500, default=100),
]
_CSV = {
    "description": "A table: kind,code,name,count",
    "content": {"text/csv": {"schema": {"type": "string"}}},
}


def query_of(request: HttpRequest) -> FeatureQuery:
    """Return what the address asks for; raises `QueryRefusal`."""
    return FeatureQuery.parse(dict(request.GET.lists()))


def _reason(reason: ReasonRow | None) -> ReasonOut | None:
    return ReasonOut(code=reason.code, text=reason_in_words(reason)) if reason else None


def _properties(row: FeatureRow, today: date) -> dict[str, Any]:
    return {
        "category": row.category,
        "status": row.status.value,
        "reported": row.reported,
        "changed": row.changed,
        "occurred_on": row.occurred_on,
        "time_of_day": row.time_of_day or None,
        "weekdays": list(row.weekdays),
        "confirmations": row.confirmations,
        "unit": row.unit_code,
        "area": row.area_code,
        "reason": _reason(row.reason),
        "due": row.due,
        "next": next_sentence(row, today=today),
        "coarse": row.is_coarse,
    }


def _geometry(row: FeatureRow) -> GeometryOut:
    return GeometryOut(type="Point", coordinates=[round(row.lon, 6), round(row.lat, 6)])


def _step(step: StepRow) -> StepOut:
    return StepOut(on=step.on, action=step.action, status=step.status.value, reason=_reason(step.reason))


@router.get(
    "/features",
    response={200: FeaturesOut, 404: ErrorOut, 422: ErrorOut},
    summary="Marks",
    openapi_extra={"parameters": _FILTERS + _PAGING},
)
def list_features(request: HttpRequest, response: HttpResponse) -> FeaturesOut:
    """Marks as GeoJSON: the newest change first, then by id."""
    moment = now()
    page = features(query_of(request), now=moment)
    today = warsaw_day(moment)
    response.headers["Cache-Control"] = "no-cache"
    found = [
        FeatureOut(type="Feature", id=row.id, geometry=_geometry(row), properties=MarkOut(**_properties(row, today)))
        for row in page.rows
    ]
    return FeaturesOut(type="FeatureCollection", features=found, total=page.total, next=page.next)


@router.get(
    "/features/{id}",
    response={200: FeatureDetailOut, 404: ErrorOut, 422: ErrorOut},
    summary="One mark with its history",
    openapi_extra={"parameters": [_SET]},
)
def one_feature(request: HttpRequest, response: HttpResponse, id: str) -> FeatureDetailOut:  # noqa: A002  # the address calls it id
    """One mark with its public history. What is hidden answers like what never was."""
    moment = now()
    asked = FeatureQuery.parse({"set": request.GET.getlist("set")})
    found = feature(id, asked.set, now=moment)
    if found is None:
        raise Refused(Problem.of(Code.NOT_FOUND))
    response.headers["Cache-Control"] = "no-cache"
    properties = _properties(found.row, warsaw_day(moment))
    history = [_step(step) for step in found.steps]
    return FeatureDetailOut(
        type="Feature",
        id=found.row.id,
        geometry=_geometry(found.row),
        properties=MarkHistoryOut(**properties, history=history),
    )


@router.get(
    "/summary",
    response={200: SummaryOut, 404: ErrorOut, 422: ErrorOut},
    summary="Counts of marks",
    openapi_extra={"parameters": _FILTERS},
)
def count_features(request: HttpRequest, response: HttpResponse) -> SummaryOut:
    """Exact counts of what the filters match, by status, category and month."""
    counts = summary(query_of(request), now=now())
    response.headers["Cache-Control"] = "no-cache"
    return SummaryOut(
        total=counts.total,
        by_status={status.value: count for status, count in counts.by_status.items()},
        by_category=counts.by_category,
        by_month=counts.by_month,
        confirmed_share=counts.confirmed_share,
        typical_days=counts.typical_days,
    )


@router.get(
    "/summary.csv",
    response={404: ErrorOut, 422: ErrorOut},
    summary="Counts of marks as a table",
    openapi_extra={"parameters": _FILTERS, "responses": {200: _CSV}},
)
def count_features_as_table(request: HttpRequest) -> HttpResponse:
    """The same counts as CSV: `kind,code,name,count` with names in the reader's language, for spreadsheets."""
    table = summary_csv(summary(query_of(request), now=now()))
    headers = {"Content-Disposition": 'attachment; filename="kmzb.csv"', "Cache-Control": "no-cache"}
    return HttpResponse(table, content_type="text/csv; charset=utf-8", headers=headers)
