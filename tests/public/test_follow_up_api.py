import pytest

from kmzb.verification.api import Action, Case
from small_country import NOW

URL = "/api/v1/follow-up"


def test_the_receipt_opens_the_whole_history(sender, cast):
    sender.send()
    case = Case.objects.get().pk
    cast.coordinator.act(Action.ACCEPT, case)
    cast.coordinator.act(Action.CONFIRM, case, reason_code="seen_on_visit", reason_text="Rozbite szyby.")
    answer = sender.post(URL, {"receipt": sender.receipt()})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    body = answer.json()
    assert set(body) == {
        *(
            "reference",
            "category",
            "status",
            "unit",
            "read_by",
            "verify_by",
            "feature_id",
            "next",
            "history",
            "messages",
        )
    }
    assert (body["category"], body["status"], body["messages"]) == ("vandalism", "confirmed", [])
    assert [(step["on"], step["action"], step["status"]) for step in body["history"]] == [
        ("2026-11-22", "place", "new"),
        ("2026-11-22", "accept", "verification"),
        ("2026-11-22", "confirm", "confirmed"),
    ]
    reason = body["history"][-1]["reason"]
    assert (reason["code"], reason["text"].endswith("Rozbite szyby.")) == ("seen_on_visit", True)
    assert body["history"][0]["reason"] is None


def test_no_clock_time_stands_in_it(sender):
    sender.send(occurred_on="2026-11-20", occurred_time="21:43")
    assert ":" not in sender.post(URL, {"receipt": sender.receipt()}).text.replace('":', "").replace(": ", "")


@pytest.mark.parametrize("shape", [str.lower, " ".join, lambda c: "-".join(c[i : i + 4] for i in range(0, 24, 4))])
def test_case_spaces_and_dashes_do_not_matter(sender, shape):
    sender.send()
    assert sender.post(URL, {"receipt": shape(sender.receipt())}).status_code == 200


@pytest.mark.parametrize("receipt", ["", "A" * 24, "A" * 23, "0" * 24, "'; DROP TABLE", "Ą" * 24, "\x00" * 24])
def test_no_match_is_not_found(sender, receipt):
    sender.send()
    refused = sender.post(URL, {"receipt": receipt})
    assert (refused.status_code, refused.json()["error"]["code"]) == (404, "not_found")


def test_it_is_not_to_be_had_by_an_address(sender):
    sender.send()
    assert sender.get(f"{URL}?receipt={sender.receipt()}").status_code == 405


def test_a_joke_is_told_to_its_sender_with_the_reason(sender, cast):
    sender.send()
    cast.coordinator.act(Action.DISMISS, Case.objects.get().pk, reason_code="joke", now=NOW)
    body = sender.post(URL, {"receipt": sender.receipt()}).json()
    assert (body["status"], body["feature_id"]) == ("joke_or_mistake", None)
    assert body["history"][-1]["reason"]["code"] == "joke"
