"""The form of one step: what it asks for, what was typed, and how the public will read it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from kmzb.accounts.api import Role, officers_of
from kmzb.categories.api import CheckedBy, Group, catalogue, group_name
from kmzb.lib.text import fold
from kmzb.reports.api import FieldError
from kmzb.territory import api as territory
from kmzb.verification.api import (
    NOTE_MAX,
    REASON_MAX,
    TABLE,
    Action,
    ActionFields,
    Card,
    Measure,
    action_name,
    action_sentence,
    body_choices,
    checked_by_name,
    measure_name,
    reason_choices,
    reason_text,
)

_UNITS_SHOWN = 8
_KINDS = {Role.BEAT_OFFICER: CheckedBy.BEAT, Role.PATROL: CheckedBy.PATROL, Role.TRAFFIC: CheckedBy.TRAFFIC}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose."""

    value: str
    words: str
    is_chosen: bool
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may check a case, under who they check it as."""

    value: int
    words: str
    kind: str
    is_chosen: bool


@dataclass(frozen=True)
class StepForm:
    """A step's form with what was typed into it; `errors` stand beside their fields."""

    action: Action
    card: Card
    typed: QueryDict
    errors: Mapping[str, FieldError] = field(default_factory=dict)

    reason_most = REASON_MAX
    note_most = NOTE_MAX

    @property
    def title(self) -> str:
        """What the step is called."""
        return action_name(self.action)

    @property
    def needs_reason(self) -> bool:
        """Whether the table wants a reason; otherwise one may be given."""
        rule = TABLE.get((self.card.row.status, self.action))
        return rule is not None and rule.needs_reason

    @property
    def visits_missing(self) -> int:
        """How many visits without a finding the step still waits for."""
        rule = TABLE.get((self.card.row.status, self.action))
        is_waiting = rule is not None and rule.needs_visits
        return max(0, self.card.row.visits_required - self.card.row.empty_visits) if is_waiting else 0

    @property
    def is_public(self) -> bool:
        """Whether everyone will read the step, or only who sent the report."""
        rule = TABLE.get((self.card.row.status, self.action))
        return rule is None or rule.is_public

    @property
    def reasons(self) -> list[Choice]:
        """The reasons of the list; none for a step without reasons."""
        chosen = self.typed.get("reason_code", "")
        return [Choice(code, text, code == chosen) for code, text in reason_choices(self.action)]

    @property
    def bodies(self) -> list[Choice]:
        """Outside bodies for a referral, those usual for the category first."""
        if self.action is not Action.REFER:
            return []
        usual = [body.value for body in catalogue().get(self.card.row.category).outside_body]
        chosen = self.typed.get("body_code", usual[0] if len(usual) == 1 else "")
        every = sorted(body_choices(), key=lambda body: (body[0] not in usual, fold(body[1])))
        return [Choice(code, text, code == chosen, "zwykle" if code in usual else "") for code, text in every]

    @property
    def kinds(self) -> list[Choice]:
        """Who may check, the one of the category's rule marked."""
        if self.action not in {Action.ACCEPT, Action.ASSIGN}:
            return []
        rule = self.card.proposed_checked_by
        chosen = self.typed.get("checked_by") or self.card.row.checked_by or rule
        hints = {rule: "według reguły kategorii"}
        return [Choice(kind, checked_by_name(kind), kind == chosen, hints.get(kind, "")) for kind in CheckedBy]

    @property
    def people(self) -> list[Person]:
        """Officers of the unit who check, by name, under their kind."""
        known = self.card.row.assignee_id or self.card.proposed_assignee_id
        chosen = self.typed.get("assignee_id", str(known or ""))
        rows = [row for row in officers_of(self.card.row.unit_code) if row.role in _KINDS]
        beats = {beat.code: beat.name for beat in territory.beats(self.card.row.unit_code)}
        return [
            Person(row.id, _named(row.title, beats.get(row.beat_code, "")), _KINDS[row.role], str(row.id) == chosen)
            for row in rows
        ]

    @property
    def categories(self) -> dict[str, list[Choice]]:
        """Every other category of today's catalogue, by group."""
        chosen = self.typed.get("category", "")
        if self.action is not Action.RECATEGORISE:
            return {}
        groups: dict[str, list[Choice]] = {group_name(group): [] for group in Group}
        for category in catalogue().active:
            if category.code != self.card.row.category:
                groups[group_name(category.group)].append(Choice(category.code, category.name, category.code == chosen))
        return groups

    @property
    def wants_unit(self) -> bool:
        """Whether the step goes to another unit."""
        return self.action is Action.TRANSFER

    @property
    def units(self) -> list[Choice]:
        """Units found by the words typed, the unit of the place and the nearest ones when nothing was typed."""
        row, chosen = self.card.row, self.typed.get("unit_code", "")
        others = [unit for unit in territory.units() if unit.code != row.unit_code]
        words = fold(self.typed.get("unit_q", "")).split()
        found = _by_words(others, words) if words else _by_distance(others, row.lon, row.lat)
        at_home = territory.locator().locate(row.lon, row.lat)
        home = at_home.unit.code if at_home and at_home.unit else ""
        ordered = sorted(found, key=lambda unit: (unit.code != chosen, unit.code != home))[:_UNITS_SHOWN]
        hints = {home: "odpowiada za to miejsce"}
        return [Choice(unit.code, unit.name, unit.code == chosen, hints.get(unit.code, unit.code)) for unit in ordered]

    @property
    def measures(self) -> list[Choice]:
        """What may have been done on the spot."""
        chosen = self.typed.getlist("measures")
        return [Choice(measure, measure_name(measure), measure in chosen) for measure in Measure]

    @property
    def preview(self) -> str:
        """What will be read of the step, with what was chosen so far."""
        sentence = action_sentence(self.action, body_code=self.typed.get("body_code", ""))
        reason = reason_text(self.typed.get("reason_code", ""))
        return " ".join(part for part in (sentence, reason, self.typed.get("reason_text", "").strip()) if part)

    @property
    def base_sentence(self) -> str:
        """The sentence that the preview begins with."""
        return action_sentence(self.action)


def fields_of(typed: QueryDict) -> ActionFields:
    """Return what was typed as the step takes it; whether it fits is for the step to say."""
    assignee = typed.get("assignee_id", "")
    return ActionFields(
        reason_code=typed.get("reason_code", ""),
        reason_text=typed.get("reason_text", ""),
        body_code=typed.get("body_code", ""),
        checked_by=typed.get("checked_by", ""),
        assignee_id=int(assignee) if assignee.isascii() and assignee.isdigit() else None,
        seen={"yes": True, "no": False}.get(typed.get("seen", "")),
        measures=tuple(typed.getlist("measures")),
        note=typed.get("note", ""),
        category=typed.get("category", ""),
        unit_code=typed.get("unit_code", ""),
    )


def expected_version(typed: QueryDict) -> int:
    """Return the version that the officer had seen; 0, which no case has, when the form does not tell."""
    text = typed.get("expected_version", "")
    return int(text) if text.isascii() and text.isdigit() else 0


def _named(title: str, beat: str) -> str:
    return f"{title}, {beat}" if beat else title


def _by_words(units: Iterable[territory.Unit], words: list[str]) -> list[territory.Unit]:
    return [unit for unit in units if all(word in fold(f"{unit.name} {unit.seat} {unit.code}") for word in words)]


def _by_distance(units: Iterable[territory.Unit], lon: float, lat: float) -> list[territory.Unit]:
    """Return units that answer for an area, the nearest seat first; on degrees, which is enough to order neighbours."""
    placed = [unit for unit in units if unit.claims and unit.lon is not None and unit.lat is not None]
    return sorted(placed, key=lambda unit: ((unit.lon or 0) - lon) ** 2 * 0.4 + ((unit.lat or 0) - lat) ** 2)
