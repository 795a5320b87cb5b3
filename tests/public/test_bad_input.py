"""Everything that people and programs get wrong: the API and the form refuse it alike, and store nothing."""

import pytest

from kmzb.reports.api import Report
from kmzb.reports.models import SpentProof
from kmzb.verification.api import Case

FAR_OUT = {"lon": 16.0, "lat": 40.0}
SWAPPED = {"lon": 51.38, "lat": 20.28}

BAD = [
    ({"category": "ufo"}, "category", "unknown"),
    ({"category": "drownings"}, "category", "retired"),
    ({"category": ...}, "category", "required"),
    ({"lon": ...}, "lon", "required"),
    ({"lat": ...}, "lat", "required"),
    ({"lon": 181}, "lon", "out_of_range"),
    ({"lat": -90.5}, "lat", "out_of_range"),
    ({"description": "x" * 501}, "description", "too_long"),
    ({"description": "a\x00b"}, "description", "control_characters"),
    ({"description": "a\x1bb"}, "description", "control_characters"),
    ({"description": "a\x85b"}, "description", "control_characters"),
    ({"occurred_on": "2026-11-23"}, "occurred_on", "future"),
    ({"occurred_on": "1999-12-31"}, "occurred_on", "too_old"),
    ({"occurred_on": "2026-02-30"}, "occurred_on", "bad_date"),
    ({"occurred_on": "wczoraj"}, "occurred_on", "bad_date"),
    ({"occurred_on": "2026-11-20", "occurred_time": "25:00"}, "occurred_time", "bad_time"),
    ({"occurred_time": "12:00"}, "occurred_on", "required"),
    ({"time_of_day": "noon"}, "time_of_day", "unknown"),
    ({"weekdays": [8]}, "weekdays", "unknown"),
    ({"weekdays": [0]}, "weekdays", "unknown"),
    ({"rules_accepted": ...}, "rules_accepted", "not_accepted"),
    ({"category": "dangerous_venue"}, "description", "required"),
    (FAR_OUT, "lon", "outside_country"),
    (SWAPPED, "lat", "swapped"),
]

JSON_ONLY = [
    ({"rules_accepted": False}, "rules_accepted", "not_accepted"),
    ({"rules_accepted": "yes"}, "rules_accepted", "not_accepted"),
    ({"lon": "20.28"}, "lon", "not_a_number"),
    ({"lon": True}, "lon", "not_a_number"),
    ({"lon": 10**400}, "lon", "not_a_number"),
    ({"lon": [20.28]}, "lon", "not_a_number"),
    ({"weekdays": "1,2"}, "weekdays", "bad_type"),
    ({"weekdays": [True]}, "weekdays", "unknown"),
    ({"weekdays": ["1"]}, "weekdays", "unknown"),
    ({"description": 5}, "description", "bad_type"),
    ({"description": "\ud800"}, "description", "control_characters"),
    ({"category": {"code": "speeding"}}, "category", "bad_type"),
    ({"receipt_hash": "A" * 64}, "receipt_hash", "bad_shape"),
    ({"receipt_hash": "a" * 63}, "receipt_hash", "bad_shape"),
    ({"receipt_hash": ...}, "receipt_hash", "required"),
    ({"phone": "600 000 000"}, "phone", "unknown"),
    ({"attachments": []}, "attachments", "unknown"),
    ({"id": 1}, "id", "unknown"),
]


def nothing_is_stored():
    return not any(model.objects.exists() for model in (Report, Case, SpentProof))


@pytest.mark.parametrize(("fields", "name", "code"), BAD + JSON_ONLY)
def test_the_api_names_the_field(sender, fields, name, code):
    refused = sender.send(**fields)
    error = refused.json()["error"]
    assert refused.status_code == 422
    assert error["code"] in {"invalid", "outside_country"}
    assert error["fields"][name]["code"] == code
    assert error["fields"][name]["message"]
    assert nothing_is_stored()


@pytest.mark.parametrize(("fields", "name", "_code"), BAD)
def test_the_form_says_it_beside_the_field_and_loses_nothing(sender, fields, name, _code):
    form = typed(sender, **fields)
    refused = sender.submit("/report", form)
    assert refused.status_code == 422
    page = refused.text
    assert 'id="error-summary"' in page
    assert f'id="{name}-error"' in page
    for kept in ("place", "occurred_time", "occurred_on"):
        assert f'value="{form.get(kept, "")}"' in page
    assert nothing_is_stored()


def typed(sender, **fields):
    """Return the form as a browser would send it, with the server's own receipt."""
    ticket = sender.get("/report").context["form"].receipt
    body = {**sender.draft(**fields), "place": "Opoczno", "receipt": ticket, "do": "send"}
    body.pop("receipt_hash", None)
    body["rules_accepted"] = "1" if body.get("rules_accepted") else ""
    return {name: value for name, value in body.items() if value is not None}


@pytest.mark.parametrize("fields", [FAR_OUT, SWAPPED, {"lon": 1e300, "lat": 0}, {"lon": 0, "lat": 0}])
def test_a_place_outside_has_a_code_of_its_own_unless_more_is_wrong(sender, fields):
    refused = sender.send(**fields).json()["error"]
    assert refused["code"] == ("invalid" if fields["lon"] == 1e300 else "outside_country")
    both = sender.send(**fields, description="x" * 501).json()["error"]
    assert both["code"] == "invalid"
    assert {"lon", "description"} <= set(both["fields"])


@pytest.mark.parametrize(
    "text", ["Zażółć gęślą jaźń 🚗🌲", "<script>alert(1)</script>", "tab\there\nline", "Броварі", "x" * 500]
)
def test_every_other_character_is_accepted_and_comes_back(sender, text):
    from kmzb.reports.api import description_of

    assert sender.send(description=text).status_code == 201
    assert description_of(Report.objects.select_related("key").get()) == text


def test_html_in_a_description_stays_text_in_the_form(sender):
    page = sender.submit(
        "/report", typed(sender, description="</textarea><script>alert(1)</script>", category="ufo")
    ).text
    assert "<script>alert(1)" not in page
    assert "&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_ten_equal_posts_are_one_report(sender):
    body = {**sender.draft(), "altcha": sender.proof()}
    answers = [sender.post("/api/v1/reports", body) for _ in range(10)]
    assert [answer.status_code for answer in answers] == [201] + [200] * 9
    assert len({answer.content for answer in answers}) == 1
    assert Report.objects.count() == 1


def test_the_refusal_is_in_the_language_of_the_request(sender):
    told = set()
    for language in ("pl", "en", "uk"):
        sender.say = language
        error = sender.send(occurred_on="2027-01-01").json()["error"]
        told |= {error["message"], error["fields"]["occurred_on"]["message"]}
    assert len(told) == 6
