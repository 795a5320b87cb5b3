"""What the front-end build left for the server: hashed file names, icons and signs."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DIST = Path(__file__).parent / "dist"
_EVERY_PAGE = "src/site.ts"


@dataclass(frozen=True, slots=True)
class Files:
    """The built files of one entry point, each as an address below `/static/`."""

    styles: tuple[str, ...]
    script: str
    preloads: tuple[str, ...]


class Build:
    """Reads one build folder. A folder without a build answers with nothing, so that pages still stand."""

    def __init__(self, folder: Path) -> None:
        self._manifest = _read(folder / "manifest.json")
        drawings = _read(folder / "icons.json")
        self._icons: dict[str, str] = drawings.get("icons", {})
        self._signs: dict[str, str] = drawings.get("signs", {})

    def files(self, entry: str) -> Files | None:
        """The files of `frontend/src/<entry>`, or None when it was not built.

        Styles of every page come before those of the entry, which are written to follow them; the build tells no order.
        """
        chunk = self._manifest.get(f"src/{entry}")
        if chunk is None:
            return None
        chunks = [chunk, *self._imports(chunk)]
        found = [path for one in reversed(chunks) for path in one.get("css", ())]
        common = self._manifest.get(_EVERY_PAGE, {}).get("css", ())
        styles = dict.fromkeys([*(path for path in found if path in common), *found])
        return Files(tuple(styles), chunk["file"], tuple(one["file"] for one in chunks[1:]))

    def fonts(self, names: tuple[str, ...]) -> list[str]:
        """Addresses of the font files whose source name ends with one of `names`."""
        return [chunk["file"] for source, chunk in self._manifest.items() if source.endswith(names)]

    def icon(self, name: str) -> str:
        """The drawing inside the icon's 24 × 24 `svg`, empty when unknown."""
        return self._icons.get(name, "")

    def sign(self, status: str) -> str:
        """The drawing inside the 24 × 24 sign of a status, empty when it has none."""
        return self._signs.get(status, "")

    def _imports(self, chunk: dict[str, Any]) -> Iterator[dict[str, Any]]:
        seen: set[str] = set()
        waiting = list(chunk.get("imports", ()))
        while waiting:
            key = waiting.pop(0)
            if key in seen:
                continue
            seen.add(key)
            yield self._manifest[key]
            waiting.extend(self._manifest[key].get("imports", ()))


def _read(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return content


@cache
def current_build() -> Build:
    """The build that this process serves, read once."""
    return Build(DIST)
