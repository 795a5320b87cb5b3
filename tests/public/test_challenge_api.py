import pytest
from altcha import Challenge, Payload, solve_challenge

from kmzb.reports.api import Purpose, check_proof
from small_country import NOW

URL = "/api/v1/challenge"


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_solved_challenge_is_a_proof_for_its_purpose(visitor, purpose):
    answer = visitor.get(f"{URL}?for={purpose}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert set(answer.json()) == {"parameters", "signature"}
    challenge = Challenge.from_dict(answer.json())
    payload = Payload(challenge, solve_challenge(challenge)).to_base64()
    assert check_proof(payload, purpose, now=NOW).nonce == challenge.parameters.nonce


def test_no_two_are_alike(visitor):
    first, second = (visitor.get(f"{URL}?for=report").json()["parameters"]["nonce"] for _ in range(2))
    assert first != second


@pytest.mark.parametrize("query", ["", "?for=", "?for=money", "?for=report,message"])
def test_another_purpose_is_refused(visitor, query):
    refused = visitor.get(URL + query)
    assert (refused.status_code, list(refused.json()["error"]["fields"])) == (422, ["for"])
