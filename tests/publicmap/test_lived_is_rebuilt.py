"""Whatever happened and whenever the worker came round, a rebuild from zero gives the same rows."""

from django.db import transaction
from hypothesis import HealthCheck, given, settings

from cast import Resident, assemble
from kmzb.publicmap.api import project_news, rebuild
from kmzb.publicmap.models import Feature, FeatureStep, Projection, Release
from kmzb.publicmap.stored import mark_of
from public_eye import carry
from random_lives import World, lives
from small_country import NOW

_NAMES = [column.name for column in Feature._meta.concrete_fields if column.name != "sequence"]
_STEP = ["feature_id", "on", "action", "status", "reason_code", "reason_text", "body_code", "seen", "unit_code"]


def _map():
    return (
        list(Feature.objects.filter(is_removed=False).order_by("feature_id").values(*_NAMES)),
        list(FeatureStep.objects.order_by("feature_id", "id").values(*_STEP)),
        list(Release.objects.order_by("feature_id").values()),
    )


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=lives)
def test_lived_is_rebuilt(one_transaction, events):
    before = transaction.savepoint()
    _live_and_compare(World(assemble(), Resident()), events)
    transaction.savepoint_rollback(before)


def _live_and_compare(world, events):
    for kind, *numbers in events:
        if kind == "carry":
            project_news(now=world.moment, limit=2)
        else:
            world.happen(kind, *numbers)
    carry(world.moment)
    assert not any(mark_of(row).is_archived for row in Feature.objects.filter(is_removed=False))
    lived = _map()
    assert rebuild(now=world.moment) == len(lived[0])
    assert _map() == lived
    for table in (FeatureStep, Feature, Release, Projection):
        table.objects.all().delete()
    rebuild(now=world.moment)
    assert _map() == lived


def test_a_mark_without_a_case_is_taken_away(resident):
    resident.case()
    carry(NOW)
    known = Feature.objects.get()
    Feature.objects.create(feature_id="z" * 16, sequence=0, category="vandalism", status="new", lon=20, lat=51)
    assert rebuild(now=NOW) == 1
    assert Feature.objects.get(feature_id="z" * 16).category == ""
    assert list(Feature.objects.filter(is_removed=False)) == [known]
