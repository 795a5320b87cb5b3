"""The form without JavaScript: each button does its work and loses nothing."""

import pytest

from kmzb.public.pages import tickets
from kmzb.reports.api import Confirmation, Report
from public_eye import carry
from small_country import IN_OPOCZNO, NOW

URL = "/report"
TYPED = {
    "category": "vandalism",
    "place": "Opoczno",
    "occurred_on": "2026-11-20",
    "occurred_time": "21:40",
    "time_of_day": "evening",
    "weekdays": ["5", "6"],
    "description": "Wybite szyby & <b>ślady</b>",
    "rules_accepted": "1",
}


class Form:
    """The form as a browser holds it between two presses."""

    def __init__(self, visitor, **typed):
        self.visitor = visitor
        self.page = visitor.get(URL)
        self.typed = {**TYPED, **typed}

    def fields(self):
        form = self.page.context["form"]
        hidden = {
            "receipt": form.receipt,
            "token": form.token,
            "view_lon": form.view.lon,
            "view_lat": form.view.lat,
            "view_zoom": form.view.zoom,
            "offered": ",".join(form.offered),
        }
        place = {name: form.values.get(name, "") for name in ("lon", "lat")}
        return {**hidden, **place, **self.typed}

    def press(self, button, **more):
        pressed = {"do": button} if button else {}
        self.page = self.visitor.submit(URL, {**self.fields(), **pressed, **more})
        return self.page

    def click(self, x, y):
        return self.press("", **{"map.x": x, "map.y": y})

    @property
    def pin(self):
        return self.page.context["form"].pin

    @property
    def view(self):
        return self.page.context["form"].view


@pytest.fixture
def form(visitor):
    return Form(visitor)


def everything_is_kept(page):
    context = page.context["form"]
    assert {name: context.values[name] for name in TYPED if name in context.values} == {
        name: value for name, value in TYPED.items() if name not in {"weekdays", "rules_accepted"}
    }
    assert context.weekdays == ("5", "6")
    assert context.rules_accepted
    text = page.text
    assert "Wybite szyby &amp; &lt;b&gt;ślady&lt;/b&gt;" in text
    for checked in (
        'value="vandalism"',
        'id="weekdays-5"',
        'id="weekdays-6"',
        'id="time_of_day-evening"',
        'id="rules_accepted"',
    ):
        part = text[text.index(checked) :]
        assert " checked" in part[: part.index(">")]


@pytest.mark.parametrize(
    "button",
    ["search", "show", "zoom_in", "zoom_out", "north", "pick:20.28;51.38;12", "pick:x", "", "nonsense", "confirm:x"],
)
def test_no_button_loses_what_was_typed(form, button):
    page = form.press(button)
    assert page.status_code in {200, 404}
    assert page.headers["Cache-Control"] == "no-store"
    everything_is_kept(page)
    assert not Report.objects.exists()


def test_a_place_is_found_and_picked(form):
    page = form.press("search", place="opoczyn")
    found = page.context["places"]
    assert found
    form.typed["place"] = "opoczyn"
    form.press(found[0].value)
    assert form.pin is not None
    assert 'id="unit"' in form.page.text
    assert "KPP" not in form.page.context["unit_name"]


def test_a_place_that_is_not_found_is_said(form):
    assert form.press("search", place="qqqq").context["places"] == []
    assert 'id="place-results"' in form.page.text


def test_a_click_sets_the_pin_and_comes_nearer(form):
    before = form.view
    form.click(176, 176)
    assert form.pin == pytest.approx((before.lon, before.lat), abs=0.02)
    assert form.view.zoom == before.zoom + 2
    assert (form.view.lon, form.view.lat) == form.pin


def test_clicks_lead_to_any_place(form):
    for _ in range(8):
        form.click(*form.view.pixels([IN_OPOCZNO[0]], [IN_OPOCZNO[1]])[0])
    assert form.pin == pytest.approx(IN_OPOCZNO, abs=0.00002)
    assert f"pin={form.pin[0]},{form.pin[1]}" in form.page.context["picture_url"]


@pytest.mark.parametrize(
    ("button", "east", "north"), [("north", 0, 5), ("south", 0, -5), ("east", 5, 0), ("west", -5, 0)]
)
def test_the_pin_moves_by_five_metres(form, button, east, north):
    form.press("show", lon="20.28", lat="51.38")
    lon, lat = form.pin
    form.press(button)
    moved = ((form.pin[0] - lon) * 111_320 * 0.6242, (form.pin[1] - lat) * 111_320)
    assert moved == pytest.approx((east, north), abs=0.15)


def test_typed_coordinates_show_the_place(form):
    form.press("show", lon="20,28°", lat=" 51,38 ")
    assert form.pin == (20.28, 51.38)
    assert form.view.zoom == 14
    assert form.page.context["unit_name"] == "Komenda Powiatowa Policji w Opocznie"


@pytest.mark.parametrize(
    ("lon", "lat"), [("x", "51"), ("NaN", "51"), ("inf", "51"), ("20.28", "91"), ("1e5", "51"), ("", "")]
)
def test_coordinates_that_are_none_set_no_pin(form, lon, lat):
    page = form.press("show", lon=lon, lat=lat)
    assert form.pin is None
    assert page.context["form"].values["lon"] == lon


@pytest.mark.parametrize("click", [{"map.x": "x", "map.y": "1"}, {"map.x": "5"}, {"map.x": "1e9", "map.y": "1"}])
def test_a_click_that_is_none_changes_nothing(form, click):
    before = form.view
    form.press("", **click)
    assert (form.pin, form.view) == (None, before)


def test_zoom_has_two_ends(form):
    for _ in range(20):
        form.press("zoom_in")
    assert form.view.zoom == 17
    assert 'value="zoom_in"' not in form.page.text
    for _ in range(20):
        form.press("zoom_out")
    assert form.view.zoom == 5
    assert 'value="zoom_out"' not in form.page.text


def test_an_address_may_name_category_and_place(visitor):
    page = visitor.get(f"{URL}?category=speeding&lon=20.28&lat=51.38")
    assert page.context["form"].pin == (20.28, 51.38)
    assert 'value="speeding"' in page.text


def test_sending_answers_with_the_receipt_and_a_repetition_with_the_same(form):
    lon, lat = IN_OPOCZNO
    fields = {**form.fields(), "lon": lon, "lat": lat, "do": "send"}
    first = form.visitor.submit(URL, fields)
    again = form.visitor.submit(URL, fields)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.content == again.content
    assert first.headers["Cache-Control"] == "no-store"
    assert Report.objects.count() == 1
    report = Report.objects.get()
    code = "".join(first.context["groups"])
    assert (report.lane, report.receipt_hash) == ("plain", tickets.digest(code))
    for words in (report.reference, "Komenda Powiatowa Policji w Opocznie", "środy", "poniedziałku", "<svg"):
        assert words in first.text


def test_a_repetition_is_not_offered_its_own_mark(form):
    lon, lat = IN_OPOCZNO
    fields = {**form.fields(), "lon": lon, "lat": lat, "do": "send"}
    first = form.visitor.submit(URL, fields)
    carry(NOW)
    again = form.visitor.submit(URL, fields)
    assert again.status_code == 200
    assert again.context["groups"] == first.context["groups"]
    assert Report.objects.count() == 1


def test_what_was_sent_and_then_changed_is_a_second_report_only_when_wanted(form):
    lon, lat = IN_OPOCZNO
    form.press("send", lon=lon, lat=lat)
    sent = "".join(form.page.context["groups"])
    form.page = form.visitor.get(URL)
    conflict = form.visitor.submit(
        URL,
        {
            **form.fields(),
            "receipt": tickets._RECEIPT.sign(sent),
            "lon": lon,
            "lat": lat,
            "category": "speeding",
            "do": "send",
        },
    )
    assert conflict.status_code == 422
    assert "".join(conflict.context["sent_groups"]) == sent
    assert Report.objects.count() == 1
    form.page, form.typed["category"] = conflict, "speeding"
    assert form.press("send").status_code == 200
    assert Report.objects.count() == 2


@pytest.mark.parametrize("receipt", ["", "A" * 24, "A" * 24 + ":forged"])
def test_a_receipt_that_is_not_ours_is_replaced(form, receipt):
    lon, lat = IN_OPOCZNO
    page = form.press("send", lon=lon, lat=lat, receipt=receipt)
    assert page.status_code == 200
    assert "".join(page.context["groups"]) != "A" * 24


def test_a_mark_nearby_is_offered_first(form, resident):
    name = resident.report().feature_id
    carry(NOW)
    lon, lat = IN_OPOCZNO
    offer = form.press("send", lon=lon, lat=lat)
    assert offer.status_code == 200
    assert offer.context["is_offer"]
    assert Report.objects.count() == 1
    assert f'value="confirm:{name}"' in offer.text
    everything_is_kept(offer)
    assert form.press("send").context["groups"]
    assert Report.objects.count() == 2


def test_the_mark_nearby_is_confirmed_instead(form, resident):
    name = resident.report().feature_id
    carry(NOW)
    lon, lat = IN_OPOCZNO
    form.press("show", lon=lon, lat=lat)
    page = form.press(f"confirm:{name}")
    assert page.context["mark_url"] == f"/mark/{name}"
    assert (Report.objects.count(), Confirmation.objects.count()) == (1, 1)


@pytest.mark.parametrize("other", [{"category": "speeding"}, {"lat": "51.40"}])
def test_another_category_or_a_far_place_is_no_offer(form, resident, other):
    resident.report()
    carry(NOW)
    lon, lat = IN_OPOCZNO
    page = form.press("send", **{"lon": lon, "lat": lat, **other})
    assert page.context["groups"]
    assert Report.objects.count() == 2


def test_the_hour_without_scripts_has_a_cap(form, settings):
    from dataclasses import replace

    settings.KMZB = replace(settings.KMZB, plain_per_hour=0)
    lon, lat = IN_OPOCZNO
    refused = form.press("send", lon=lon, lat=lat)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    everything_is_kept(refused)


def test_a_very_long_description_is_told_not_cut_in_silence(form):
    lon, lat = IN_OPOCZNO
    page = form.visitor.submit(URL, {**form.fields(), "lon": lon, "lat": lat, "description": "x" * 3000, "do": "send"})
    assert page.status_code == 422
    assert "x" * 3000 in page.text


@pytest.mark.parametrize(("category", "is_linked"), [("vandalism", True), ("begging", False), ("drug_use", False)])
def test_the_receipt_leads_to_the_mark_only_when_everybody_sees_it(form, category, is_linked):
    lon, lat = IN_OPOCZNO
    form.typed["category"] = category
    assert bool(form.press("send", lon=lon, lat=lat).context["mark_url"]) is is_linked
