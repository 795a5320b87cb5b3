"""The buttons of a case: what the table of transitions allows, in the order in which it is usually done."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from kmzb.verification.api import Action, action_name


@dataclass(frozen=True, slots=True)
class Button:
    """One step that can be taken.

    Attributes:
        key: the letter that presses it while shortcuts are on.

    """

    action: Action
    words: str
    full_words: str
    key: str
    url: str
    is_primary: bool


# In the order of the buttons; the first that is possible is the usual one. No letter is used twice in one status,
# and none is taken by the queue itself (J, K, F, G, D).
_BUTTONS = {
    Action.ACCEPT: (_("Przyjmij"), "p"),
    Action.CONFIRM: (_("Potwierdź"), "p"),
    Action.ELIMINATE: (_("Wyeliminowane"), "e"),
    Action.NOT_CONFIRM: (_("Nie potwierdzaj"), "n"),
    Action.REFER: (_("Poza Policję"), "o"),
    Action.RETURN: (_("Przejmij"), "w"),
    Action.REOPEN: (_("Otwórz ponownie"), "o"),
    Action.VISIT: (_("Wizyta"), "v"),
    Action.ASSIGN: (_("Przydziel"), "r"),
    Action.TRANSFER: (_("Przekaż"), "t"),
    Action.RECATEGORISE: (_("Kategoria"), "c"),
    Action.DISMISS: (_("Żart, pomyłka"), "x"),
}


def buttons_of(case_id: int, actions: Iterable[Action], back: str) -> list[Button]:
    """Return the buttons; each leads to its form, which comes back to `back`."""
    possible = [action for action in _BUTTONS if action in set(actions)]
    return [
        Button(
            action=action,
            words=str(_BUTTONS[action][0]),
            full_words=action_name(action),
            key=_BUTTONS[action][1],
            url=f"{reverse('office:step', args=[case_id, action.value])}?{urlencode({'next': back})}",
            is_primary=action is possible[0],
        )
        for action in possible
    ]
