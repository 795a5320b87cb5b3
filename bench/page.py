"""`scripts/bench page`: the residents' map in a phone's browser, on a slow line and with a slowed processor."""

import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Response, sync_playwright

from bench.generator import generate
from bench.rounds import Say
from bench.site import Site, fill
from bench.system import program

_PORT = 8660
_ROUNDS = 5
_SLOWED = (1, 4)
# "Fast 4G" of Chromium's DevTools: nine tenths of 9 and 1.5 Mbit/s, 165 ms for each request (60 ms by 2.75).
LINE = {"downloadThroughput": 1_012_500, "uploadThroughput": 168_750, "latency": 165, "offline": False}
_PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 3,
    "has_touch": True,
    "is_mobile": True,
    "locale": "pl-PL",
}
# Nothing calls home; WebGL is drawn by the processor, as there may be no other.
_SWITCHES = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
]
_PATIENCE_MS = 60_000
_SETTLED_MS = 700
_DRAG_PX = 40

# The page says in `data-painted` how many marks are on the screen, in the task after the frame that shows them.
_WATCH = """
globalThis.seen = { painted: [], touched: [] };
new MutationObserver((changes) => {
    for (const { target, attributeName } of changes) {
        if (attributeName === "data-painted") seen.painted.push([performance.now(), target.dataset.painted]);
        else if (target.dataset.map === "ready" && !seen.ready) {
            seen.ready = performance.now();
            console.debug("ready");
        }
    }
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-painted", "data-map"] });
for (const kind of ["click", "pointermove"])
    addEventListener(kind, (event) => seen.touched.push([event.timeStamp, kind]), { capture: true, passive: true });
"""
_BARE = """<!doctype html><html lang="pl"><meta charset="utf-8"><title>Reference</title>
<script>
globalThis.seen = {};
addEventListener("load", () => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
        seen.painted = [[performance.now(), "1"]];
        console.debug("ready");
    };
    port2.postMessage(0);
}));
</script><img src="/picture.png" alt="">"""


def run(count: int, seed: int, say: Say) -> dict[str, Any]:
    """Return medians and the worst of milliseconds from the beginning of the navigation or the touch; bytes, requests.

    Raises:
        EngineAbsent: there is no Chromium.
    """
    with ExitStack() as closing:
        folder = Path(closing.enter_context(tempfile.TemporaryDirectory(prefix="kmzb-bench-page-")))
        chromium = program("chromium", "chromium")
        say(f"Making up {count:,} reports (seed {seed}) …")
        data = folder / "data"
        fill(data, generate(count, seed, folder / "columns"))
        site = Site(data, _PORT)
        closing.callback(site.end)
        site.wait_for("/")
        browser = closing.enter_context(_browser(chromium))
        # The server warms up; the visitor is new each time.
        bare = closing.enter_context(_bare(_visit(browser, site.address, 1)["bytes_first"]))
        found: dict[str, Any] = {"line": "Fast 4G", "rounds": _ROUNDS, "version": browser.version}
        for slowed in _SLOWED:
            found[f"cpu_{slowed}"] = _measured(browser, site.address, bare, slowed, say)
        return {"page": found}


def _measured(browser: Browser, address: str, bare: str, slowed: int, say: Say) -> dict[str, Any]:
    """Measure page and reference in turns, so that a noisy moment hits both."""
    visits, references = [], []
    for _ in range(_ROUNDS):
        visits.append(_visit(browser, address, slowed, _touched))
        references.append(_visit_bare(browser, bare, slowed))
    windows = [_visit(browser, f"{address}/?set=history", slowed, _moved) for _ in range(_ROUNDS)]
    figures = {name: _middle([visit[name] for visit in visits]) for name in visits[0]}
    figures["window_ms"] = _middle([visit["window_ms"] for visit in windows])
    figures["bare_ms"] = _middle(references)
    for name, seen in figures.items():
        say(f"  processor 1/{slowed}  {name:<14}{seen['p50']:>10.0f}  (worst {seen['max']:.0f})")
    ratio = figures["first_ms"]["p50"] / figures["bare_ms"]["p50"]
    return {**figures, "ratio": round(ratio, 3)}


def _middle(figures: list[float]) -> dict[str, float]:
    return {"p50": round(float(np.median(figures)), 1), "max": round(max(figures), 1)}


Then = Callable[[Page, CDPSession], dict[str, float]]


def _visit(browser: Browser, address: str, slowed: int, then: Then | None = None) -> dict[str, float]:
    """Open the page as somebody who was never there."""
    with _phone(browser, slowed) as (page, session):
        answers: list[Response] = []
        page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108  # it takes no built-in
        page.add_init_script(_WATCH)
        # Whoever asks the page whether it is ready costs it time, more so with a slowed processor.
        with page.expect_console_message(lambda said: said.text == "ready", timeout=_PATIENCE_MS):
            page.goto(address, wait_until="commit")
        page.wait_for_timeout(_SETTLED_MS)
        seen = page.evaluate("seen")
        first = next(at for at, count in seen["painted"] if int(count))
        figures = {
            "first_ms": first,
            "map_ms": seen["ready"],
            "bytes_first": float(page.evaluate(_BYTES, first)),
            "bytes": float(sum(map(_size, answers))),
            "requests": float(len(answers)),
        }
        return figures | (then(page, session) if then else {})


# What had come before the moment, headers included.
_BYTES = """(moment) => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .filter(({ responseEnd }) => responseEnd <= moment)
    .reduce((sum, { transferSize }) => sum + transferSize, 0)"""


def _size(answer: Response) -> int:
    sizes = answer.request.sizes()
    return sizes["responseHeadersSize"] + sizes["responseBodySize"]


def _touched(page: Page, _session: CDPSession) -> dict[str, float]:
    """Tap a status and a group of categories; milliseconds from the tap to the marks of the answer on the screen."""
    return {
        "status_ms": _answered(page, "click", page.locator("[data-filters] input[value=confirmed]").tap),
        "category_ms": _answered(page, "click", page.locator("[data-group-chip]").first.tap),
    }


def _moved(page: Page, session: CDPSession) -> dict[str, float]:
    """Push the end of history's window by a finger; milliseconds from its first move to the answer on the screen."""
    page.locator(".time-last").scroll_into_view_if_needed()
    box = page.locator(".time-last").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] - 14, box["y"] + box["height"] / 2

    def push() -> None:
        touch = partial(session.send, "Input.dispatchTouchEvent")
        touch({"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for step in range(1, 5):
            touch({"type": "touchMove", "touchPoints": [{"x": x - _DRAG_PX * step / 4, "y": y}]})
        page.wait_for_timeout(_SETTLED_MS)
        touch({"type": "touchEnd", "touchPoints": []})

    return {"window_ms": _answered(page, "pointermove", push)}


def _answered(page: Page, kind: str, touch: Callable[[], None]) -> float:
    page.evaluate("() => { seen.painted = []; seen.touched = []; }")
    shown = page.locator("[data-painted]").get_attribute("data-painted")
    touch()
    page.locator(f"[data-painted]:not([data-painted='{shown}'])").wait_for(state="attached", timeout=_PATIENCE_MS)
    seen = page.evaluate("seen")
    begun = next(at for at, name in seen["touched"] if name == kind)
    painted = next(at for at, count in seen["painted"] if at > begun and count != shown)
    page.wait_for_timeout(_SETTLED_MS)
    return float(painted - begun)


def _visit_bare(browser: Browser, address: str, slowed: int) -> float:
    with _phone(browser, slowed) as (page, _):
        with page.expect_console_message(lambda said: said.text == "ready", timeout=_PATIENCE_MS):
            page.goto(address, wait_until="commit")
        return float(page.evaluate("seen.painted[0][0]"))


@contextmanager
def _browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_SWITCHES)
        yield browser
        browser.close()


@contextmanager
def _phone(browser: Browser, slowed: int) -> Iterator[tuple[Page, CDPSession]]:
    """Open a window on a phone that has never been anywhere."""
    context: BrowserContext = browser.new_context(**_PHONE)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.send("Network.emulateNetworkConditions", LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    try:
        yield page, session
    finally:
        context.close()


@contextmanager
def _bare(size: float) -> Iterator[str]:
    """Serve a page of nothing but one picture; both together are as large as what the map needs for its first marks."""
    side = int(max(1.0, size - len(_BARE)) ** 0.5)
    noise = np.random.default_rng(1).integers(0, 256, (side, side), dtype=np.uint8)
    drawn = BytesIO()
    Image.fromarray(noise).save(drawn, "png")
    contents = {"/": ("text/html", _BARE.encode()), "/picture.png": ("image/png", drawn.getvalue())}

    class Answer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:  # the library calls it so
            kind, body = contents.get(self.path, ("text/plain", b""))
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
