"""A resident with plain forms only: from the map to the answer, every page as a browser without scripts would use it.

The browser here follows links and presses buttons of the pages that it got; it makes up no address and no field.
"""

import re
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
import time_machine
from django.test import Client

from cast import Resident
from kmzb.reports.api import Report
from kmzb.verification.api import Action, Case
from one_transaction import cast, one_transaction
from public_eye import carry
from small_country import IN_OPOCZNO, NOW

__all__ = ["cast", "one_transaction"]


class _Page(HTMLParser):
    """Links and forms of one page."""

    def __init__(self, html):
        super().__init__()
        self.links, self.forms, self._label, self._in = [], [], None, None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "a":
            self.links.append([given.get("href", ""), given.get("aria-label", "")])
            self._label = self.links[-1]
        elif tag == "form":
            self.forms.append({"action": given.get("action", ""), "method": given.get("method", "get"), "fields": []})
        elif tag in {"input", "button", "textarea"} and self.forms:
            self.forms[-1]["fields"].append([tag, given, given.get("value", "")])
            self._in = self.forms[-1]["fields"][-1] if tag != "input" else None

    def handle_data(self, text):
        if self._label is not None:
            self._label[1] += text
        if self._in is not None:
            self._in[2 if self._in[0] == "textarea" else 1] = (
                self._in[2] + text if self._in[0] == "textarea" else {**self._in[1], "text": text}
            )

    def handle_endtag(self, tag):
        if tag == "a":
            self._label = None
        if tag in {"button", "textarea"}:
            self._in = None


class PlainBrowser:
    """Holds one page and what was typed into it."""

    def __init__(self):
        self.client, self.url, self.typed = Client(), "/", {}
        self.open("/")

    def open(self, url):
        parts = urlsplit(urljoin(self.url, url))
        self._got(self.client.get(f"{parts.path}?{parts.query}" if parts.query else parts.path), parts.path)

    def _got(self, answer, url):
        assert answer.status_code in {200, 422}, answer.status_code
        assert not answer.cookies
        self.answer, self.url, self.html, self.typed = answer, url, answer.text, {}
        self.page = _Page(self.html)

    def follow(self, words):
        """Follow the link with these words."""
        self.open(next(href for href, text in self.page.links if words in text.replace("\xa0", " ")))

    def form(self, name):
        """Return the form that has a field of this name."""
        return next(form for form in self.page.forms if any(one[1].get("name") == name for one in form["fields"]))

    def type(self, **fields):
        self.typed.update(fields)

    def press(self, words, field):
        """Press the button with these words in the form that has the field."""
        form = self.form(field)
        button = next(
            one for one in form["fields"] if one[0] == "button" and words in one[1].get("text", "").replace("\xa0", " ")
        )
        self._submit(form, {button[1]["name"]: button[1]["value"]} if button[1].get("name") else {})

    def click(self, x, y):
        """Click the picture of the form."""
        self._submit(self.form("map"), {"map.x": x, "map.y": y})

    def _submit(self, form, pressed):
        sent = {**self._filled(form), **pressed}
        if form["method"] == "get":
            self.open(form["action"] + "?" + urlencode(sent, doseq=True))
            return
        headers = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}
        self._got(self.client.post(form["action"], sent, headers=headers), form["action"])

    def _filled(self, form):
        sent = {}
        for tag, given, value in form["fields"]:
            name, kind = given.get("name"), given.get("type", "text")
            if tag == "button" or not name or kind in {"image", "submit"}:
                continue
            if kind in {"checkbox", "radio"}:
                if name in self.typed:
                    chosen = self.typed[name]
                    sent[name] = chosen
                elif "checked" in given:
                    sent.setdefault(name, [])
                    sent[name] = [*sent[name], value] if isinstance(sent[name], list) else value
            else:
                # A textarea drops the line end that follows its tag.
                sent[name] = self.typed.get(name, value.removeprefix("\n") if tag == "textarea" else value)
        return sent


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def plain(cast):
    return PlainBrowser()


def told(plain):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", plain.html.replace("\xa0", " ")))


def test_the_full_circle(plain, cast):
    plain.follow("Zgłoś zagrożenie")
    assert "112" in told(plain)

    plain.type(category="vandalism", place="opoczyn")
    plain.press("Szukaj", field="map")
    plain.press("opoczyński", field="map")
    for _ in range(8):
        view = plain.answer.context["form"].view
        plain.click(*view.pixels([IN_OPOCZNO[0]], [IN_OPOCZNO[1]])[0])
    plain.press("Na północ", field="map")
    assert "Komenda Powiatowa Policji w Opocznie" in told(plain)

    plain.type(time_of_day="evening", weekdays=["5", "6"], description="Wybite szyby", occurred_on="2026-11-23")
    plain.press("Wyślij zgłoszenie", field="map")
    assert plain.answer.status_code == 422
    assert not Report.objects.exists()

    plain.type(occurred_on="2026-11-20", rules_accepted="1")
    plain.press("Wyślij zgłoszenie", field="map")
    receipt = re.search(r'class="receipt-code">(.*?)</p>', plain.html, re.DOTALL)[1]
    code = "".join(re.findall(r"[A-Z2-7]{4}", receipt))
    assert len(code) == 24
    assert code not in plain.url
    report = Report.objects.get()
    assert (report.weekdays, report.time_of_day, report.lane) == ("56", "evening", "plain")

    carry(NOW)
    plain.follow("Zobacz znak")
    assert "Akty wandalizmu" in told(plain)
    assert "Wybite szyby" not in told(plain)

    case = Case.objects.get().pk
    cast.coordinator.act(Action.ACCEPT, case)
    cast.coordinator.act(Action.CONFIRM, case, reason_code="seen_on_visit", reason_text="Rozbite szyby w oknach.")
    carry(NOW)

    plain.follow("Moje zgłoszenie")
    plain.type(receipt=" ".join(code.lower()))
    plain.press("Pokaż historię", field="receipt")
    assert "Rozbite szyby w oknach." in told(plain)
    assert code not in plain.html

    plain.follow("znak")
    plain.press("Ja też to widzę", field="token")
    plain.follow("Wróć")
    carry(NOW)
    plain.open(plain.url)
    assert "1 osoba" in told(plain)


def test_the_map_and_the_list_lead_to_the_same_mark(plain, cast):
    name = Resident().report().feature_id
    carry(NOW)
    plain.open("/?unit=KPP-1007")
    plain.follow("Akty wandalizmu")
    assert plain.url == f"/mark/{name}"
    plain.open("/")
    plain.follow("Lista")
    plain.type(status="new")
    plain.press("Pokaż", field="status")
    plain.follow("Akty wandalizmu")
    assert plain.url == f"/mark/{name}"


def test_nothing_typed_is_lost_on_the_way(plain):
    plain.open("/uk/report")
    plain.type(category="speeding", description="Рядок 1\nРядок 2", lon="20,28", lat="51,38")
    for button in ("show", "zoom_in", "south", "zoom_out"):
        form = plain.form("map")
        plain._submit(form, {"do": button})
    fields = plain._filled(plain.form("map"))
    assert fields["category"] == ["speeding"]
    assert fields["description"].replace("\r\n", "\n") == "Рядок 1\nРядок 2"
    assert plain.url == "/uk/report"
