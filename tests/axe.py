"""axe-core on a page: what it finds against WCAG 2.2 AA and good practice."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

_SCRIPT = Path(__file__).parent.parent / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Colours are all that differs between light and dark.
_COLOURS = ["color-contrast", "link-in-text-block"]
_RUN = """async ({only}) => {
    const found = await axe.run(document, {resultTypes: ["violations"], runOnly: only});
    return found.violations.flatMap(({id, nodes}) => nodes.map(({target, failureSummary}) =>
        `${id}: ${target.join(" ")}: ${failureSummary.split("\\n")[1]?.trim() ?? ""}`));
}"""


def violations(page: Page) -> list[str]:
    """Return what is wrong with the page as it stands, in light and in dark."""
    if not _SCRIPT.exists():
        pytest.skip("axe-core is not installed: scripts/setup dev brings it")
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_SCRIPT.read_text())
    light = page.evaluate(_RUN, {"only": {"type": "tag", "values": _TAGS}})
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(_RUN, {"only": {"type": "rule", "values": _COLOURS}})
    page.emulate_media(color_scheme="light")
    return [*(f"light: {one}" for one in light), *(f"dark: {one}" for one in dark)]
