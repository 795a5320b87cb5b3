"""POST /api/v1/reports: the answer, its repetitions, and what costs a proof."""

import pytest

from kmzb.reports.api import Report
from kmzb.reports.models import SpentProof
from public_eye import carry
from small_country import IN_TOMASZOW, NOW

URL = "/api/v1/reports"


def code_of(answer):
    return answer.status_code, answer.json()["error"]["code"]


def test_a_report_is_answered_with_everything_that_was_promised(sender):
    answer = sender.send(time_of_day="evening", weekdays=[7, 5], description="Wybite szyby", occurred_on="2026-11-20")
    assert answer.status_code == 201
    body = answer.json()
    assert set(body) == {"reference", "status", "feature_id", "public_point", "unit", "read_by", "verify_by"}
    assert body["unit"] == {"code": "KPP-1007", "name": "Komenda Powiatowa Policji w Opocznie"}
    assert (body["status"], body["read_by"], body["verify_by"]) == ("new", "2026-11-25", "2026-11-30")
    assert body["public_point"] == [20.28, 51.38]
    assert len(body["feature_id"]) == 16
    assert answer.headers["Cache-Control"] == "no-store"
    stored = Report.objects.get()
    assert (stored.reference, stored.weekdays, stored.rules_version) == (body["reference"], "57", "2026-11-01")


def test_it_goes_to_the_unit_of_the_place(sender):
    lon, lat = IN_TOMASZOW
    assert sender.send(lon=lon, lat=lat).json()["unit"]["code"] == "KPP-1016"


@pytest.mark.parametrize("category", ["drug_use", "animal_cruelty"])
def test_what_is_never_public_has_no_public_name(sender, category):
    body = sender.send(category=category).json()
    assert (body["feature_id"], body["public_point"]) == (None, None)


def test_what_is_public_once_confirmed_has_no_public_name_yet(sender):
    body = sender.send(category="dangerous_venue", description="Zamknięte wyjścia").json()
    assert (body["feature_id"], body["public_point"]) == (None, None)


def test_a_coarse_category_tells_the_cells_point_only(sender):
    first = sender.send(category="begging", lon=20.2801, lat=51.3801).json()
    second = sender.send(category="begging", lon=20.2802, lat=51.3802).json()
    assert first["public_point"] == second["public_point"]
    assert first["public_point"] not in ([20.2801, 51.3801], [20.2802, 51.3802])


def test_the_same_again_gets_the_first_answer(sender):
    body = {**sender.draft(description="Zażółć\r\ngęślą"), "altcha": sender.proof()}
    first = sender.send(body)
    again = sender.send(body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Report.objects.count() == SpentProof.objects.count() == 1


@pytest.mark.parametrize("altcha", ["", "garbage", None, 7])
def test_a_repetition_needs_no_proof(sender, altcha):
    body = sender.draft()
    sender.send(body)
    assert sender.send({**body, "altcha": altcha}).status_code == 200


def test_a_repetition_hours_later_gets_the_first_deadlines(sender, clock):
    body = sender.draft()
    first = sender.send(body).json()
    clock.shift(3 * 24 * 3600)
    assert sender.send(body).json() == first


@pytest.mark.parametrize("change", [{"category": "speeding"}, {"lon": 20.29}, {"description": "x"}, {"weekdays": [1]}])
def test_other_content_under_the_same_receipt_is_a_conflict(sender, change):
    body = sender.draft()
    sender.send(body)
    refused = sender.send({**body, **change})
    assert code_of(refused) == (422, "receipt_conflict")
    assert Report.objects.count() == SpentProof.objects.count() == 1


def test_the_order_of_days_is_no_other_content(sender):
    body = sender.draft(weekdays=[1, 3])
    sender.send(body)
    assert sender.send({**body, "weekdays": [3, 1, 1]}).status_code == 200


@pytest.mark.parametrize("altcha", ["", "garbage", None, 7, ["x"], {"a": 1}, "e30=", ...])
def test_without_a_good_proof_nothing_is_stored(sender, altcha):
    body = {**sender.draft(), "altcha": altcha}
    refused = sender.post(URL, {name: value for name, value in body.items() if value is not ...})
    assert code_of(refused) == (403, "proof_invalid")
    assert not Report.objects.exists()


def test_a_proof_made_for_something_else_is_invalid(sender):
    from kmzb.reports.api import Purpose

    refused = sender.send({**sender.draft(), "altcha": sender.proof(Purpose.CONFIRMATION)})
    assert code_of(refused) == (403, "proof_invalid")


def test_a_proof_is_spent_once(sender):
    proof = sender.proof()
    assert sender.send({**sender.draft(), "altcha": proof}).status_code == 201
    assert code_of(sender.send({**sender.draft(), "altcha": proof})) == (403, "proof_replayed")
    assert Report.objects.count() == 1


def test_a_proof_lives_an_hour(sender, clock):
    proof = sender.proof()
    clock.shift(3601)
    assert code_of(sender.send({**sender.draft(), "altcha": proof})) == (403, "proof_expired")


def test_a_refused_field_costs_no_proof(sender):
    body = {**sender.draft(description="x" * 501), "altcha": sender.proof()}
    assert code_of(sender.post(URL, body)) == (422, "invalid")
    assert sender.post(URL, {**body, "description": "x" * 500}).status_code == 201


def test_a_prefix_that_sends_too_much_is_told_when_to_come_back(sender, settings):
    from dataclasses import replace

    from kmzb.reports.limits import _counter

    _counter.cache_clear()
    settings.KMZB = replace(settings.KMZB, prefix_per_day=1)
    assert sender.send().status_code == 201
    refused = sender.send()
    assert code_of(refused) == (429, "rate_limited")
    assert int(refused.headers["Retry-After"]) > 0
    _counter.cache_clear()


def test_a_database_that_does_not_promise_is_answered_503(sender, monkeypatch):
    from kmzb.reports.api import Unavailable
    from kmzb.verification import entrance

    def _fail(*_args, **_kwargs):
        raise Unavailable

    monkeypatch.setattr(entrance, "submit", _fail)
    refused = sender.send()
    assert code_of(refused) == (503, "unavailable")
    assert int(refused.headers["Retry-After"]) > 0


def test_it_is_on_the_map_after_the_workers_round(sender):
    answer = sender.send().json()
    assert sender.get(f"/api/v1/features/{answer['feature_id']}").status_code == 404
    carry(NOW)
    assert sender.get(f"/api/v1/features/{answer['feature_id']}").status_code == 200


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_other_methods_are_refused_in_the_one_shape(sender, method):
    given = {} if method == "get" else {"data": "{}", "content_type": "application/json"}
    refused = getattr(sender.client, method)(URL, **given)
    assert code_of(refused) == (405, "bad_request")
    assert refused.headers["Allow"] == "POST"
