import pytest

from kmzb.reports.api import Confirmation, Purpose
from kmzb.verification.api import Action, ArchivedReport, Case
from old_reports import bring_in, old_row
from public_eye import carry
from small_country import NOW


def url(mark):
    return f"/api/v1/features/{mark}/confirmations"


def confirm(sender, mark, **fields):
    body = {"altcha": sender.proof(Purpose.CONFIRMATION), "token_hash": sender.person.token(), **fields}
    return sender.post(url(mark), body)


def test_confirmations_are_counted_in_classes(sender, mark):
    told = [confirm(sender, mark) for _ in range(5)]
    assert [answer.status_code for answer in told] == [201] * 5
    assert [answer.json() for answer in told] == [
        {"confirmations": label} for label in ("1", "2-4", "2-4", "2-4", "5+")
    ]
    carry(NOW)
    assert sender.get(f"/api/v1/features/{mark}").json()["properties"]["confirmations"] == "5+"


def test_the_same_token_again_counts_once_and_needs_no_proof(sender, mark):
    token = sender.person.token()
    assert confirm(sender, mark, token_hash=token).status_code == 201
    again = confirm(sender, mark, token_hash=token, altcha="")
    assert (again.status_code, again.json()) == (200, {"confirmations": "1"})
    assert Confirmation.objects.count() == 1


@pytest.mark.parametrize("altcha", ["", "garbage", None, 7])
def test_without_a_proof_nothing_is_counted(sender, mark, altcha):
    refused = confirm(sender, mark, altcha=altcha)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "proof_invalid")
    assert not Confirmation.objects.exists()


def test_a_proof_for_a_report_does_not_do(sender, mark):
    assert confirm(sender, mark, altcha=sender.proof(Purpose.REPORT)).status_code == 403


def test_a_proof_confirms_once(sender, mark):
    proof = sender.proof(Purpose.CONFIRMATION)
    assert confirm(sender, mark, altcha=proof).status_code == 201
    assert confirm(sender, mark, altcha=proof).json()["error"]["code"] == "proof_replayed"


@pytest.mark.parametrize("token", ["", "A" * 64, "a" * 63, None, 7, ["a" * 64]])
def test_a_token_that_is_no_hash_is_refused(sender, mark, token):
    refused = confirm(sender, mark, token_hash=token)
    assert (refused.status_code, list(refused.json()["error"]["fields"])) == (422, ["token_hash"])


def test_what_is_hidden_cannot_be_confirmed(sender, mark):
    secret = sender.person.report(category="drug_use")
    assert secret.feature_id is None
    name = Case.objects.get(category="drug_use").feature_id
    for one in (name, "a" * 16):
        assert confirm(sender, one).status_code == 404


@pytest.fixture
def old_mark(sender, tmp_path):
    def _brought(**fields):
        bring_in(tmp_path, old_row(**fields), now=NOW, is_live=True)
        carry(NOW)
        return ArchivedReport.objects.get().feature_id

    return _brought


@pytest.mark.parametrize("status", ["new", "confirmed"])
def test_what_came_from_the_archive_cannot_be_confirmed_and_says_why(sender, old_mark, status):
    name = old_mark(status=status)
    assert sender.get(f"/api/v1/features/{name}").status_code == 200
    refused = confirm(sender, name)
    told = refused.json()["error"]
    assert (refused.status_code, told["code"], told["fields"]["status"]["code"]) == (422, "invalid", "archived")
    assert "archiwum" in told["message"]
    assert not Confirmation.objects.exists()


@pytest.mark.parametrize("fields", [{"category": "drug_use"}, {"status": "joke_or_mistake"}])
def test_what_the_archive_hides_answers_like_what_never_was(sender, old_mark, fields):
    hidden, unknown = confirm(sender, old_mark(**fields)), confirm(sender, "a" * 16)
    assert (hidden.status_code, hidden.json()) == (404, unknown.json())


def test_what_is_closed_needs_no_confirmation(sender, mark, cast):
    case = Case.objects.get(feature_id=mark).pk
    cast.coordinator.act(Action.ACCEPT, case)
    cast.coordinator.act(Action.CONFIRM, case, reason_code="seen_on_visit")
    cast.coordinator.act(Action.ELIMINATE, case, reason_code="stopped")
    assert confirm(sender, mark).status_code == 422
