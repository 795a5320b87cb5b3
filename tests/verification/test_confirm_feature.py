"""Confirm instead of reporting once more."""

import pytest
import time_machine

from cast import lead_to
from kmzb.reports.api import Invalid, NotFound, ProofInvalid, ProofReplayed, Purpose
from kmzb.reports.models import Confirmation, SpentProof
from kmzb.verification.api import CLOSED, OPEN, Action, Case, Status, confirm_feature, count_label
from small_country import NOW


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def feature(case_id):
    return Case.objects.get(pk=case_id).feature_id


@pytest.fixture
def agree(resident):
    def _agree(feature_id, token=None, proof=None):
        paid = resident.proof(Purpose.CONFIRMATION, now=NOW) if proof is None else proof
        return confirm_feature(feature_id, token or resident.token(), paid, now=NOW)

    return _agree


def test_each_person_counts_once(resident, feature, agree):
    token = resident.token()
    first = agree(feature, token)
    again = agree(feature, token, proof="none is needed")
    other = agree(feature)
    assert [(answer.count_label, answer.is_repeat) for answer in (first, again, other)] == [
        ("1", False),
        ("1", True),
        ("2-4", False),
    ]
    assert Confirmation.objects.count() == 2


@pytest.mark.parametrize(("count", "label"), [(0, "0"), (1, "1"), (2, "2-4"), (4, "2-4"), (5, "5+"), (900, "5+")])
def test_numbers_are_published_in_three_steps(count, label):
    assert count_label(count) == label


@pytest.mark.parametrize("status", sorted(OPEN))
def test_open_cases_can_be_confirmed(cast, case_id, feature, agree, status):
    lead_to(status, case_id, cast.coordinator)
    assert agree(feature).count_label == "1"


@pytest.mark.parametrize("status", sorted(CLOSED - {Status.JOKE_OR_MISTAKE}))
def test_closed_cases_cannot(cast, case_id, feature, agree, status):
    lead_to(status, case_id, cast.coordinator)
    with pytest.raises(Invalid):
        agree(feature)
    assert not Confirmation.objects.exists()
    assert not SpentProof.objects.exists()


def test_a_dismissed_case_is_not_there(cast, case_id, feature, agree):
    lead_to(Status.JOKE_OR_MISTAKE, case_id, cast.coordinator)
    with pytest.raises(NotFound):
        agree(feature)


@pytest.mark.parametrize("category", ["drug_use", "animal_cruelty", "dangerous_venue"])
def test_what_is_not_public_is_not_there(cast, resident, agree, category):
    case_id = resident.case(category=category, description="Zamknięte wyjścia")
    with pytest.raises(NotFound):
        agree(Case.objects.get(pk=case_id).feature_id)


def test_a_report_that_was_promised_to_stay_hidden_is_not_there(cast, resident, agree):
    case_id = resident.case(category="drug_use")
    cast.coordinator.act(Action.RECATEGORISE, case_id, category="public_drinking")
    with pytest.raises(NotFound):
        agree(Case.objects.get(pk=case_id).feature_id)


@pytest.mark.parametrize("feature_id", ["", "aaaaaaaaaaaaaaaa", "1", "a\x00", "żółw", "a" * 5000])
def test_an_unknown_mark_is_not_there(cast, agree, feature_id):
    with pytest.raises(NotFound):
        agree(feature_id)


@pytest.mark.parametrize("token", ["x", "A" * 64, 7, None, ["a"]])
def test_a_token_is_a_hash(resident, feature, token):
    with pytest.raises(Invalid) as refused:
        confirm_feature(feature, token, resident.proof(Purpose.CONFIRMATION, now=NOW), now=NOW)
    assert refused.value.fields["token_hash"].code == "bad_shape"


def test_a_proof_for_a_report_does_not_confirm(resident, feature, agree):
    with pytest.raises(ProofInvalid):
        agree(feature, proof=resident.proof(Purpose.REPORT, now=NOW))
    assert not Confirmation.objects.exists()


def test_a_proof_confirms_once(resident, feature, agree):
    proof = resident.proof(Purpose.CONFIRMATION, now=NOW)
    agree(feature, proof=proof)
    with pytest.raises(ProofReplayed):
        agree(feature, proof=proof)
    assert Confirmation.objects.count() == 1
