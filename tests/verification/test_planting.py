"""Sample lives in bulk end where lived ones end."""

from datetime import timedelta

import pytest

from kmzb.audit.models import Entry
from kmzb.reports.api import Report, Seedling, validate
from kmzb.verification.api import (
    Action,
    ActionFields,
    Case,
    DecisionWithoutReason,
    Life,
    PlantedStep,
    Transition,
    plant,
)
from small_country import NOW

DAY = timedelta(days=1)
WAY = [(Action.ACCEPT, {}), (Action.VISIT, {"seen": True}), (Action.CONFIRM, {"reason_code": "seen_on_visit"})]


def life(cast, resident, way=WAY):
    steps = [
        PlantedStep(action, NOW + number * DAY, ActionFields(**fields), cast.coordinator.actor)
        for number, (action, fields) in enumerate(way, 1)
    ]
    return Life(Seedling(validate(resident.draft(), now=NOW), NOW, (NOW + DAY,)), tuple(steps))


def told(case_id):
    case = Case.objects.filter(pk=case_id).values().get()
    rows = list(Transition.objects.filter(case_id=case_id).order_by("id").values())
    drawn = {"report_id", "feature_id", "number", "id", "case_id", "stamp"}
    return [{name: value for name, value in row.items() if name not in drawn} for row in (case, *rows)]


def test_a_planted_case_is_as_one_that_was_lived(cast, resident):
    lived = resident.case()
    for number, (action, fields) in enumerate(WAY, 1):
        cast.coordinator.act(action, lived, now=NOW + number * DAY, **fields)
    plant([life(cast, resident)])
    planted = Case.objects.exclude(pk=lived).get()
    assert told(planted.pk) == told(lived)
    assert planted.number == "OPO 2026 2"


def test_many_lives_share_the_counter_with_the_living(cast, resident):
    plant([life(cast, resident) for _ in range(3)])
    assert cast.coordinator.act(Action.ACCEPT, resident.case()).number == "OPO 2026 4"


def test_nobody_is_recorded_for_what_nobody_did(cast, resident):
    before = Entry.objects.count()
    plant([life(cast, resident)])
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("way", "refusal"),
    [([(Action.ELIMINATE, {"reason_code": "stopped"})], KeyError), ([(Action.DISMISS, {})], DecisionWithoutReason)],
)
def test_a_life_that_the_table_forbids_takes_the_whole_batch_with_it(cast, resident, way, refusal):
    with pytest.raises(refusal):
        plant([life(cast, resident), life(cast, resident, way)])
    assert not Report.objects.exists()
