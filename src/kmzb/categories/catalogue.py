"""The closed catalogue of what can be reported, with each category's policy."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache

from django.utils.translation import gettext

from kmzb.categories.errors import UnknownCategory
from kmzb.categories.states import Body, CheckedBy, Group, Publish, Visibility
from kmzb.categories.versions import CURRENT, VERSIONS, Entry
from kmzb.categories.words import HINTS, NAMES


@dataclass(frozen=True, slots=True)
class Category:
    """One category of one version of the catalogue. A retired one names its `successor`."""

    code: str
    group: Group
    checked_by: CheckedBy
    visibility: Visibility
    publish: Publish
    description_required: bool
    icon: str
    outside_body: tuple[Body, ...]
    is_active: bool
    successor: str

    @property
    def name(self) -> str:
        """The official name, in the reader's language."""
        return gettext(NAMES[self.code])

    @property
    def hint(self) -> str:
        """What makes a report of this kind checkable; empty for a retired category."""
        return gettext(HINTS[self.code]) if self.code in HINTS else ""


class Catalogue:
    """One published version: `active` categories in the official order, and `all` with the retired ones after them."""

    def __init__(self, version: str, entries: tuple[Entry, ...]) -> None:
        self.version = version
        self.all = tuple(_category(entry) for entry in entries)
        self.active = tuple(category for category in self.all if category.is_active)
        self._by_code = {category.code: category for category in self.all}

    def get(self, code: str) -> Category:
        """Return the category, retired or not.

        Raises:
            UnknownCategory: there is none of this code.
        """
        try:
            return self._by_code[code]
        except KeyError:
            raise UnknownCategory(code) from None

    def with_predecessors(self, codes: Iterable[str]) -> frozenset[str]:
        """Return the codes and those of the retired categories that they took over.

        Raises:
            UnknownCategory: one of the codes is unknown.
        """
        wanted = {self.get(code).code for code in codes}
        return frozenset(wanted | {category.code for category in self.all if category.successor in wanted})

    def fingerprint(self) -> str:
        """Return a SHA-256 over everything that was published in this version: policies and official names."""
        lines = [asdict(category) | {"name": NAMES[category.code]} for category in self.all]
        return hashlib.sha256(json.dumps(lines, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _category(entry: Entry) -> Category:
    return Category(
        code=entry.code,
        group=entry.group,
        checked_by=entry.checked_by,
        visibility=entry.visibility,
        publish=entry.publish,
        description_required=entry.description_required,
        icon=entry.icon,
        outside_body=entry.outside_body,
        is_active=not entry.successor,
        successor=entry.successor,
    )


@cache
def catalogue(version: str = CURRENT) -> Catalogue:
    """Return the catalogue of that version, by default today's.

    Raises:
        KeyError: no such version was published.
    """
    return Catalogue(version, VERSIONS[version])


def catalogue_of(day: date) -> Catalogue:
    """Return the catalogue that was in force on the day; the earliest one for days before it."""
    versions = sorted(VERSIONS)
    return catalogue(max((version for version in versions if version <= day.isoformat()), default=versions[0]))


def official_names() -> Mapping[str, str]:
    """Return the official Polish name of each category, retired ones included, by code."""
    return NAMES


def stricter(a: Visibility, b: Visibility) -> Visibility:
    """Return the one of the two that shows less."""
    order = list(Visibility)
    return max(a, b, key=order.index)
