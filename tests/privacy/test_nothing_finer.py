"""Through any life, no row of the public map is finer or earlier than the policies of its report allow."""

from datetime import timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings

from cast import Resident, assemble
from kmzb.lib.time import WARSAW
from kmzb.publicmap.models import Feature, FeatureStep
from kmzb.territory.api import coarse_point, locator
from kmzb.verification.api import Case, Transition
from public_eye import carry
from random_lives import World, lives, policies_of


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=lives)
def test_no_row_is_finer_or_earlier_than_policy(one_transaction, events):
    before = transaction.savepoint()
    world = World(assemble(), Resident())
    for kind, *numbers in [*events, ("carry", 0, 0, 0)]:
        world.happen(kind, *numbers)
        if kind in {"pass", "carry"}:
            carry(world.moment)
            _check_all(world.moment)
    transaction.savepoint_rollback(before)


def _check_all(moment):
    for row in Feature.objects.all():
        if row.is_removed:
            _check_tombstone(row)
        else:
            _check(row, moment)


def _check(row, moment):
    case = Case.objects.select_related("report").get(feature_id=row.feature_id)
    report, history = case.report, list(Transition.objects.filter(case=case).order_by("id"))
    policies = [policies_of(report.category), policies_of(case.category)]
    kinds, times = {kind for kind, _ in policies}, {time for _, time in policies}
    assert "never" not in kinds
    assert "joke_or_mistake" not in {case.status, row.status}
    if "once_confirmed" in kinds:
        assert case.status.startswith("confirmed")
        assert row.status.startswith("confirmed")
    if "next_morning" in times:
        history = [step for step in history if step.at < _last_six(moment)]
        assert report.confirmations.filter(confirmed_at__lt=_last_six(moment)).count() >= int(row.confirmations[0])
    last = history[-1]
    assert (row.status, row.category, row.changed) == (last.status, last.category, last.changed_on)
    assert FeatureStep.objects.filter(feature_id=row.feature_id).count() <= len(history)
    assert row.visible_from <= moment
    assert row.visible_from.astimezone(WARSAW).strftime("%H:%M:%S.%f") in {"00:00:00.000000", "06:00:00.000000"}
    _check_place(row, report, is_coarse="coarse" in kinds)


def _check_place(row, report, *, is_coarse):
    public = coarse_point(report.lon, report.lat) if is_coarse else (round(report.lon, 6), round(report.lat, 6))
    assert (row.lon, row.lat, row.is_coarse) == (*public, is_coarse)
    place = locator().locate(*public)
    assert row.area_code == place.area_code
    if is_coarse:
        assert {row.unit_code, *row.steps.values_list("unit_code", flat=True)} == {place.unit.code}


def _check_tombstone(row):
    kept = {"_state", "feature_id", "sequence", "is_removed"}
    told = {name: value for name, value in vars(row).items() if name not in kept}
    assert (told.pop("weight"), told.pop("is_live")) == (1, True)
    assert set(told.values()) <= {None, "", 0}
    assert not row.steps.exists()


def _last_six(moment):
    local = moment.astimezone(WARSAW)
    six = local.replace(hour=6, minute=0, second=0, microsecond=0)
    return six if six <= local else six - timedelta(days=1)


def test_the_tables_have_no_column_for_more():
    columns = {field.name for model in (Feature, FeatureStep) for field in model._meta.get_fields() if field.concrete}
    assert columns == {
        *("feature_id", "sequence", "is_removed", "lon", "lat", "category", "status", "reported", "changed"),
        *("occurred_on", "time_of_day", "weekdays", "confirmations", "unit_code", "area_code", "reason_code"),
        *("reason_text", "due", "is_coarse", "visible_from", "visible_until", "edition", "weight", "is_live"),
        *("id", "feature", "on", "action", "body_code", "seen"),
    }
