"""Proofs of work: what they cost, and what a bad one buys."""

import base64
import json
from datetime import timedelta

import pytest
import time_machine

from kmzb.reports.api import (
    ProofExpired,
    ProofInvalid,
    ProofReplayed,
    Purpose,
    check_proof,
    forget_expired,
    new_challenge,
    spend,
)
from kmzb.reports.models import SpentProof
from small_country import NOW

HOUR = timedelta(minutes=60)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def opened(payload):
    return json.loads(base64.b64decode(payload))


def closed(content):
    return base64.b64encode(json.dumps(content).encode()).decode()


def test_a_challenge_is_altchas_second_version(settings):
    challenge = new_challenge(Purpose.REPORT, now=NOW)
    assert set(challenge) == {"parameters", "signature"}
    parameters = challenge["parameters"]
    assert parameters["algorithm"] == "PBKDF2/SHA-256"
    assert parameters["cost"] == settings.KMZB.proof_cost
    assert parameters["data"] == {"purpose": "report"}
    assert parameters["expiresAt"] == int((NOW + HOUR).timestamp())
    assert len(parameters["keyPrefix"]) == 32
    assert "keySignature" in parameters


def test_a_price_lies_between_n_and_2n(resident, settings):
    attempts = settings.KMZB.proof_attempts
    counters = {opened(resident.proof(now=NOW))["solution"]["counter"] for _ in range(40)}
    assert attempts <= min(counters) <= max(counters) <= 2 * attempts
    assert len(counters) > 1


def test_a_solved_challenge_is_accepted_until_its_hour_is_over(resident, clock):
    payload = resident.proof(now=NOW)
    clock.move_to(NOW + HOUR)
    assert check_proof(payload, Purpose.REPORT, now=NOW + HOUR).expires_at == NOW + HOUR
    clock.move_to(NOW + HOUR + SECOND)
    with pytest.raises(ProofExpired):
        check_proof(payload, Purpose.REPORT, now=NOW + HOUR + SECOND)


def test_the_given_clock_counts_too(resident):
    payload = resident.proof(now=NOW)
    with pytest.raises(ProofExpired):
        check_proof(payload, Purpose.REPORT, now=NOW + HOUR + SECOND)


@pytest.mark.parametrize("purpose", [Purpose.CONFIRMATION, Purpose.MESSAGE])
def test_a_proof_for_something_else_is_refused(resident, purpose):
    payload = resident.proof(purpose, now=NOW)
    assert check_proof(payload, purpose, now=NOW)
    with pytest.raises(ProofInvalid):
        check_proof(payload, Purpose.REPORT, now=NOW)


@pytest.mark.parametrize(
    ("part", "name", "value"),
    [
        ("parameters", "expiresAt", 4_000_000_000),
        ("parameters", "expiresAt", None),
        ("parameters", "cost", 1),
        ("parameters", "keyPrefix", "00"),
        ("parameters", "nonce", "00" * 16),
        ("parameters", "keySignature", None),
        ("parameters", "data", {"purpose": "confirmation"}),
        (None, "signature", "00" * 32),
        (None, "signature", None),
    ],
)
def test_an_altered_challenge_is_refused(resident, part, name, value):
    content = opened(resident.proof(now=NOW))
    (content["challenge"][part] if part else content["challenge"])[name] = value
    with pytest.raises(ProofInvalid):
        check_proof(closed(content), Purpose.REPORT, now=NOW)


def test_an_unsolved_challenge_is_refused(resident):
    content = opened(resident.proof(now=NOW))
    content["solution"]["derivedKey"] = "00" * 32
    with pytest.raises(ProofInvalid):
        check_proof(closed(content), Purpose.REPORT, now=NOW)


def test_a_challenge_of_another_installation_is_refused(resident, settings):
    payload = resident.proof(now=NOW)
    settings.PROOF_KEY = "another"
    with pytest.raises(ProofInvalid):
        check_proof(payload, Purpose.REPORT, now=NOW)


@pytest.mark.parametrize(
    "payload",
    [
        None,
        "",
        "###",
        closed({}),
        closed([]),
        closed(1),
        closed({"challenge": [], "solution": []}),
        closed({"challenge": {"parameters": "x"}, "solution": {}}),
        closed({"challenge": {"parameters": {}}, "solution": {}}),
        base64.b64encode(b"[" * 50_000).decode(),
        base64.b64encode(b"\xff\xfe").decode(),
        "ż",
    ],
)
def test_rubbish_is_refused(payload):
    with pytest.raises(ProofInvalid):
        check_proof(payload, Purpose.REPORT, now=NOW)


@pytest.mark.django_db
def test_a_proof_is_spent_once_even_in_other_clothes(resident):
    payload = resident.proof(now=NOW)
    spend(check_proof(payload, Purpose.REPORT, now=NOW))
    content = opened(payload)
    content["solution"]["time"] = 12.5
    content["solution"]["counter"] = 1
    again = check_proof(closed(content), Purpose.REPORT, now=NOW)
    with pytest.raises(ProofReplayed):
        spend(again)


@pytest.mark.django_db
def test_spent_proofs_are_kept_as_long_as_they_could_be_replayed(resident):
    spend(check_proof(resident.proof(now=NOW), Purpose.REPORT, now=NOW))
    assert forget_expired(now=NOW + HOUR) == 0
    assert forget_expired(now=NOW + HOUR + SECOND) == 1
    assert not SpentProof.objects.exists()
