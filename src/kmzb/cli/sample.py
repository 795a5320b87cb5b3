"""Sample reports: one county worked out in detail by its officers, and live marks over the country."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from random import Random

from kmzb.accounts.api import OfficerRow, Role, Scope, officers_of
from kmzb.audit.api import Actor
from kmzb.categories.api import Body, CheckedBy, catalogue
from kmzb.cli import sample_plan
from kmzb.cli.output import Output
from kmzb.cli.sample_officers import COUNTY_UNIT
from kmzb.lib import ids
from kmzb.reports.api import (
    Draft,
    Lane,
    RawDraft,
    Refusal,
    Seedling,
    confirm_sample,
    find_by_receipt,
    hash_of_receipt,
    in_one_batch,
    sample_count,
    validate,
)
from kmzb.territory.api import Level, areas, basemap_layer, locator, units_below
from kmzb.verification.api import Action, ActionFields, Life, Measure, PlantedStep, act, plant, reason_choices, receive

_COUNTY = "1007"
_COUNTY_REPORTS = 160
_COUNTY_DAYS = 92
_COUNTY_LATE = 0.15
_COUNTRY_DAYS = 120
_BATCH = 250
_SEED = 20161122


def ensure_reports(folder: Path, count: int, output: Output, *, now: datetime) -> str:
    """Bring the sample to `count` live reports and the county's history; go on where an earlier call stopped.

    Returns a receipt that opens one of the county's reports.
    """
    receipts = folder / "demo-receipts.json"
    if not receipts.exists():
        output.say("Writing three months of the sample county …")
        receipts.write_text(json.dumps(list(_grow_county(now)), indent=1))
    planted = max(0, sample_count() - _COUNTY_REPORTS)
    planner = sample_plan.Planner(_SEED + planted, towns(), now=now)
    lives = _rooted(planner.lives(2 * count, sample_plan.LIVE_MIX, oldest_days=_COUNTRY_DAYS), now)
    while planted < count:
        batch = list(islice(lives, min(_BATCH, count - planted)))
        plant([_life(plan, draft) for plan, draft in batch])
        planted += len(batch)
        if planted % 5000 < _BATCH:
            output.say(f"Sample reports: {planted} of {count}")
    first: str = json.loads(receipts.read_text())[0]
    return first


def _rooted(plans: Iterable[sample_plan.Life], now: datetime) -> Iterator[tuple[sample_plan.Life, Draft]]:
    """Yield the plans whose place lies in the country, each with its checked draft."""
    for plan in plans:
        try:
            yield plan, validate(_raw(plan, ids.receipt()), now=now)
        except Refusal:
            continue  # the sea and the neighbours have no reports


def _raw(plan: sample_plan.Life, receipt: str) -> RawDraft:
    return RawDraft(
        category=plan.category,
        lon=plan.lon,
        lat=plan.lat,
        receipt_hash=hash_of_receipt(receipt),
        rules_accepted=True,
        time_of_day=plan.time_of_day or None,
        weekdays=sorted(plan.weekdays),
        description=plan.description or None,
    )


def _life(plan: sample_plan.Life, draft: Draft) -> Life:
    unit_code = draft.place.unit.code if draft.place.unit else ""
    actor = Actor(id=None, role=Role.LOCAL_COORDINATOR.value, unit_code=unit_code)
    steps = tuple(PlantedStep(step.action, step.at, _fields(plan, step), actor) for step in plan.steps)
    return Life(Seedling(draft, plan.placed_at, _confirmed_at(plan)), steps)


def _confirmed_at(plan: sample_plan.Life) -> tuple[datetime, ...]:
    """Return when others saw the same, spread over the time until the last step."""
    last = plan.steps[-1].at if plan.steps else plan.placed_at
    span = (last - plan.placed_at) / (plan.confirmations + 1)
    return tuple(plan.placed_at + span * (n + 1) for n in range(plan.confirmations))


def _fields(plan: sample_plan.Life, step: sample_plan.Step) -> ActionFields:
    """Return what an officer would give with the step; the same plan gives the same choice."""
    choice = Random(f"{plan.lon} {plan.lat} {step.action}")  # noqa: S311  # sample data, not a secret
    if step.action is Action.VISIT:
        measures = (choice.choice([Measure.INSTRUCTION, Measure.FINE, Measure.TALK]).value,) if step.seen else ()
        return ActionFields(seen=step.seen, measures=measures)
    reasons = [code for code, _ in reason_choices(step.action)]
    bodies = catalogue().get(plan.category).outside_body
    return ActionFields(
        reason_code=choice.choice(reasons) if reasons else "",
        body_code=(bodies[0] if bodies else Body.GMINA).value,
    )


def towns() -> list[sample_plan.Town]:
    """Return the towns and large villages of the country with their people."""
    towns = json.loads(basemap_layer("towns") or b'{"features": []}')["features"]
    places = [(town["geometry"]["coordinates"], town["properties"]["pop"]) for town in towns]
    return [sample_plan.Town(lon, lat, people) for (lon, lat), people in places]


def _county_towns() -> list[sample_plan.Town]:
    """Return the towns of the county, and the middle of each of its gminas for the villages."""
    inside = [town for town in towns() if _is_of_county(town.lon, town.lat)]
    boxes = [area.bbox for area in areas(Level.GMINA) if area.code.startswith(_COUNTY) and area.bbox]
    villages = [sample_plan.Town((w + e) / 2, (s + n) / 2, 1500) for w, s, e, n in boxes]
    return inside + [town for town in villages if _is_of_county(town.lon, town.lat)]


def _is_of_county(lon: float, lat: float) -> bool:
    place = locator().locate(lon, lat)
    return place is not None and place.county is not None and place.county.code == _COUNTY


def _grow_county(now: datetime) -> Iterator[str]:
    """Let the county's officers work through three months, by the same actions as in the office; yield the receipts."""
    planner = sample_plan.Planner(_SEED, _county_towns(), now=now)
    staff = _Staff()
    plans = planner.lives(
        4 * _COUNTY_REPORTS, sample_plan.COUNTY_MIX, oldest_days=_COUNTY_DAYS, late_share=_COUNTY_LATE
    )
    inside = [plan for plan in plans if _is_of_county(plan.lon, plan.lat)][:_COUNTY_REPORTS]
    with in_one_batch():
        for plan in inside:
            receipt = ids.receipt()
            receive(_raw(plan, receipt), proof=None, lane=Lane.SAMPLE, now=plan.placed_at)
            report = find_by_receipt(receipt)
            if report is not None:
                confirm_sample(report, _confirmed_at(plan))
                staff.work(report.pk, plan)
            yield receipt


class _Staff:
    """The officers of the sample county, each doing their own part."""

    def __init__(self) -> None:
        officers = officers_of(COUNTY_UNIT)
        self._by_role = {officer.role: officer for officer in officers}
        self._by_beat = {officer.beat_code: officer for officer in officers if officer.beat_code}

    def work(self, case_id: int, plan: sample_plan.Life) -> None:
        """Take every planned step of a case."""
        version = 1
        for step in plan.steps:
            who = self._visitor(plan) if step.action is Action.VISIT else self._by_role[Role.LOCAL_COORDINATOR]
            taken = act(
                step.action,
                case_id,
                scope=Scope(who.role, who.id, units_below(COUNTY_UNIT), who.beat_code),
                actor=Actor(who.id, who.role.value, who.unit_code),
                expected_version=version,
                fields=_fields(plan, step),
                now=step.at,
            )
            version = taken.version

    def _visitor(self, plan: sample_plan.Life) -> OfficerRow:
        kind = catalogue().get(plan.category).checked_by
        if kind is not CheckedBy.BEAT:
            return self._by_role[Role.TRAFFIC if kind is CheckedBy.TRAFFIC else Role.PATROL]
        place = locator().locate(plan.lon, plan.lat)
        beat = place.beat.code if place and place.beat else ""
        return self._by_beat.get(beat, self._by_role[Role.LOCAL_COORDINATOR])
