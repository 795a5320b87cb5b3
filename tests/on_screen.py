"""What people do on the screen: tests tell the story, this presses the keys."""

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, Response, expect

from site_under_test import Site
from window import Window

_TILE_ZOOM = 16


@dataclass(frozen=True)
class Sent:
    """What a resident holds after sending."""

    receipt: str
    reference: str
    answer: dict[str, Any]


@dataclass
class ReportForm:
    """The form in four steps, as it stands on a resident's screen."""

    window: Window

    @property
    def page(self) -> Page:
        return self.window.page

    def from_the_map(self) -> "ReportForm":
        """Come to the form as people do: by the one button of the map."""
        self.window.open("/")
        self.page.get_by_role("link", name="Zgłoś zagrożenie").click()
        return self.ready()

    def ready(self) -> "ReportForm":
        expect(self.page.locator("form[data-report][data-ready]")).to_be_visible()
        return self

    def step(self, name: str) -> Locator:
        return self.page.locator(f"section[data-step={name}]")

    def stands_at(self, name: str) -> "ReportForm":
        expect(self.page.locator("body")).to_have_attribute("data-step", name)
        expect(self.step(name)).to_be_visible()
        return self

    def forward(self) -> None:
        self.page.locator("form[data-report] .step-act button[type=submit]").click()

    def choose(self, name: str, *, by_words: str = "") -> "ReportForm":
        """Choose a category, found by words that its reader would use."""
        if by_words:
            self.page.get_by_role("searchbox").fill(by_words)
        self.step("category").get_by_text(name, exact=True).click()
        expect(self.page.get_by_role("radio", name=name)).to_be_checked()
        self.forward()
        return self.stands_at("place")

    def search_place(self, words: str, name: str) -> "ReportForm":
        """Choose a place by its name, and wait until the map has come there: a tap on the way would stop it."""
        self.page.get_by_role("combobox").fill(words)
        self.page.get_by_role("option", name=re.compile(rf"^{name}\b")).first.click()
        expect(self.page.locator(".place.can-move")).to_be_visible()
        return self

    def tap_the_map(self) -> "ReportForm":
        """Tap the map somewhere around its middle, where no button lies over it: there the pin goes."""
        box = self.page.locator(".place-canvas").bounding_box()
        assert box is not None
        x, y = (
            box[start] + box[length] * random.uniform(0.3, 0.55) for start, length in (("x", "width"), ("y", "height"))
        )
        self.page.mouse.click(x, y)
        expect(self.page.locator(".place.has-point")).to_be_visible()
        return self

    def type_point(self, lon: float, lat: float) -> "ReportForm":
        """Type coordinates, as they stand on a paper map."""
        self.page.get_by_role("button", name="wpisz współrzędne").click()
        self.page.get_by_label("Szerokość (N)").fill(f"{lat}".replace(".", ","))
        self.page.get_by_label("Długość (E)").fill(f"{lon}".replace(".", ","))
        self.page.get_by_role("button", name="Pokaż na mapie").click()
        return self

    @property
    def point(self) -> tuple[float, float]:
        values = [self.page.locator(f"input[name={name}]").input_value() for name in ("lon", "lat")]
        return float(values[0]), float(values[1])

    def quick(self, category: str, lon: float, lat: float) -> "ReportForm":
        """Go to the last step by the shortest way."""
        self.window.open("/report")
        self.ready().choose(category).type_point(lon, lat)
        expect(self.step("place").get_by_text("Odpowie")).to_be_visible()
        self.forward()
        self.stands_at("when").forward()
        return self.stands_at("send")

    def accept_rules(self) -> "ReportForm":
        self.page.get_by_role("checkbox", name=re.compile("112")).check()
        return self

    def send(self, status: int = 201) -> Sent:
        """Send, and read what is shown; `status` is that of the answer which brings it."""

        def is_it(answer: Response) -> bool:
            return answer.url.endswith("/api/v1/reports") and answer.status == status

        with self.page.expect_response(is_it) as waiting:
            self.forward()
        code = self.page.locator(".receipt-code")
        expect(code).to_be_visible()
        reference = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", self.page.locator(".done").inner_text())
        assert reference is not None
        return Sent(re.sub(r"\s", "", code.inner_text()), reference.group(), waiting.value.json())


@dataclass
class OfficeDesk:
    """The office, as one officer sees it."""

    window: Window
    site: Site

    @property
    def page(self) -> Page:
        return self.window.page

    def sign_in(self, officer: dict[str, str]) -> "OfficeDesk":
        self.window.open("/office/")
        self.page.get_by_label("Służbowy adres e-mail").fill(officer["email"])
        self.page.get_by_label("Hasło", exact=True).fill(officer["password"])
        self.page.get_by_role("button", name="Zaloguj się").click()
        expect(self.page.locator(".office-who")).to_be_visible()
        return self

    def find(self, reference: str) -> int:
        """Open a report from the queue by what the resident tells on the phone; return the number of its case."""
        self.page.goto(f"{self.window.url}/office/")
        self.page.locator("#find").fill(reference)
        self.page.locator("#find").press("Enter")
        row = self.page.locator("a[data-case]")
        expect(row).to_have_count(1)
        case_id = row.get_attribute("data-case")
        row.click()
        expect(self.brief).to_contain_text(reference)
        assert case_id is not None
        return int(case_id)

    @property
    def brief(self) -> Locator:
        return self.page.locator("#details .brief")

    @property
    def form(self) -> Locator:
        return self.page.locator("form[data-step]")

    def begin(self, action: str) -> Locator:
        """Press the button of a step; return the form of the step."""
        self.page.locator(f"#details a[href*='/step/{action}'], .case-acts a[href*='/step/{action}']").first.click()
        expect(self.form).to_be_visible()
        return self.form

    def finish(self, said: str) -> None:
        """Take the step, and read that it was taken."""
        self.form.locator("button.btn-primary").click()
        expect(self.page.locator(".office-said")).to_contain_text(said)


def beat_officer(site: Site, lon: float, lat: float) -> dict[str, str]:
    """Return the sign-in of the sample's beat officer for a place; the sample numbers them as it numbers beats."""
    _, located = site.call(f"/api/v1/locate?lon={lon}&lat={lat}")
    number = located["beat"]["code"].rpartition("-R")[2]
    return next(one for one in site.officers if one["email"].startswith(f"dzielnicowy{number}@"))


def seconds_until(check: Callable[[], bool], *, at_most: float) -> float:
    """Return how long it takes until `check` holds."""
    begun = time.monotonic()
    while not check():
        if time.monotonic() - begun > at_most:
            raise AssertionError(f"it did not happen within {at_most} s")
        time.sleep(0.02)
    return time.monotonic() - begun


def is_on_the_map(site: Site, mark: dict[str, Any]) -> bool:
    """Return whether the tile and the API both show what was just sent."""
    name = mark["feature_id"]
    return name.encode() in site.tile(_TILE_ZOOM, *mark["public_point"]) and shown(site, name) != {}


def shown(site: Site, feature_id: str) -> dict[str, Any]:
    """Return the properties of a public mark; none when it is not public."""
    status, answer = site.call(f"/api/v1/features/{feature_id}")
    return answer["properties"] if status == 200 else {}
