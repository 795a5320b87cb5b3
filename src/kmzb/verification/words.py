"""What statuses, steps and reasons are called. Polish is the source; delivery shows these sentences as they are."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_noop as _

from kmzb.categories.api import Body, CheckedBy
from kmzb.categories.api import body_name as _body_name
from kmzb.verification.states import Action, Measure, Status

_STATUSES: Mapping[Status, str] = {
    Status.NEW: _("Nowe"),
    Status.VERIFICATION: _("Weryfikacja"),
    Status.CONFIRMED: _("Potwierdzone"),
    Status.CONFIRMED_REFERRED: _("Potwierdzone (przekazane poza Policję)"),
    Status.CONFIRMED_ELIMINATED: _("Potwierdzone (wyeliminowane)"),
    Status.NOT_CONFIRMED: _("Niepotwierdzone"),
    Status.JOKE_OR_MISTAKE: _("Żart lub pomyłka"),
}

_ACTIONS: Mapping[Action, str] = {
    Action.PLACE: _("Zgłoszenie"),
    Action.ACCEPT: _("Przyjmij"),
    Action.DISMISS: _("Żart lub pomyłka"),
    Action.CONFIRM: _("Potwierdź"),
    Action.NOT_CONFIRM: _("Nie potwierdzaj"),
    Action.ELIMINATE: _("Wyeliminowane"),
    Action.REFER: _("Przekaż poza Policję"),
    Action.RETURN: _("Przejmij z powrotem"),
    Action.REOPEN: _("Otwórz ponownie"),
    Action.ASSIGN: _("Przydziel"),
    Action.VISIT: _("Zapisz wizytę"),
    Action.RECATEGORISE: _("Zmień kategorię"),
    Action.TRANSFER: _("Przekaż innej jednostce"),
    Action.REROUTE: _("Zmiana granic"),
}

_SENTENCES: Mapping[Action, str] = {
    Action.PLACE: _("Zgłoszenie zapisane i przekazane jednostce odpowiedzialnej za to miejsce."),
    Action.ACCEPT: _("Policjanci przyjęli zgłoszenie i zaczęli sprawdzanie."),
    Action.DISMISS: _("Policjanci uznali zgłoszenie za żart lub pomyłkę."),
    Action.CONFIRM: _("Policjanci potwierdzili zagrożenie."),
    Action.NOT_CONFIRM: _("Policjanci nie potwierdzili zagrożenia."),
    Action.ELIMINATE: _("Zagrożenie zostało wyeliminowane."),
    Action.REFER: _("Sprawę przekazano poza Policję."),
    Action.RETURN: _("Sprawa wróciła do Policji."),
    Action.REOPEN: _("Sprawę otwarto ponownie, sprawdzanie zaczyna się od nowa."),
    Action.ASSIGN: _("Wyznaczono, kto sprawdzi to miejsce."),
    Action.VISIT: _("Policjanci byli na miejscu."),
    Action.RECATEGORISE: _("Policjanci zmienili kategorię zgłoszenia."),
    Action.TRANSFER: _("Zgłoszenie przekazano innej jednostce."),
    Action.REROUTE: _("Zmieniły się granice, za to miejsce odpowiada teraz inna jednostka."),
}

_CHECKED_BY: Mapping[CheckedBy, str] = {
    CheckedBy.BEAT: _("dzielnicowy"),
    CheckedBy.PATROL: _("patrol"),
    CheckedBy.TRAFFIC: _("ruch drogowy"),
}

_MEASURES: Mapping[Measure, str] = {
    Measure.INSTRUCTION: _("Pouczenie"),
    Measure.FINE: _("Mandat"),
    Measure.TALK: _("Rozmowa"),
    Measure.COURT: _("Wniosek o ukaranie"),
    Measure.REMOVED: _("Zagrożenie usunięto na miejscu"),
    Measure.INFORMED_BODY: _("Powiadomiono inną służbę"),
}

_REASONS: Mapping[Action, Mapping[str, str]] = {
    Action.ACCEPT: {
        "checkable": _("Podane dni i pora pozwalają sprawdzić to na miejscu."),
        "repeated": _("Z tej okolicy jest więcej takich zgłoszeń."),
        "known_place": _("Policjanci znają to miejsce z wcześniejszych interwencji."),
    },
    Action.DISMISS: {
        "joke": _("Treść wskazuje na żart."),
        "mistake": _("Miejsce albo kategorię wybrano przez pomyłkę."),
        "no_such_place": _("Zaznaczone miejsce nie może być miejscem takiego zagrożenia."),
        "single_event": _("Zgłoszenie dotyczy jednego zdarzenia, a nie miejsca, w którym coś się powtarza."),
    },
    Action.CONFIRM: {
        "seen_on_visit": _("Policjanci zobaczyli to na miejscu."),
        "measured": _("Potwierdziły to pomiary na miejscu."),
        "state_of_place": _("Stan tego miejsca zagraża ludziom."),
        "residents_agree": _("Potwierdzili to mieszkańcy okolicy."),
        "earlier_interventions": _("Potwierdzają to wcześniejsze interwencje."),
    },
    Action.NOT_CONFIRM: {
        "nothing_seen": _("Mimo kilku wizyt policjanci niczego nie zauważyli."),
        "lawful": _("To, co się tam dzieje, jest zgodne z przepisami."),
        "gone": _("Zagrożenia już tam nie ma."),
        "place_unclear": _("Nie udało się ustalić, o które miejsce chodzi."),
    },
    Action.ELIMINATE: {
        "measures_worked": _("Po działaniach Policji zagrożenie ustało."),
        "body_acted": _("Zagrożenie usunęła instytucja, która odpowiada za to miejsce."),
        "offender_held": _("Ustalono i ukarano osobę, która powodowała zagrożenie."),
        "place_changed": _("Miejsce przebudowano lub zabezpieczono."),
        "stopped": _("Kolejne wizyty pokazały, że zagrożenie ustało."),
    },
    Action.REFER: {
        "competence": _("Usunąć zagrożenie może tylko inna instytucja."),
        "infrastructure": _("Potrzebna jest zmiana drogi, oznakowania lub zabezpieczeń."),
        "help_needed": _("Potrzebna jest pomoc, której Policja nie udziela."),
    },
    Action.RETURN: {
        "body_declined": _("Instytucja odpowiedziała, że nie może usunąć zagrożenia."),
        "no_answer": _("Instytucja nie odpowiedziała w terminie."),
        "police_needed": _("Potrzebne są dalsze działania Policji."),
    },
    Action.REOPEN: {
        "came_back": _("Zagrożenie pojawiło się znowu."),
        "new_information": _("Są nowe informacje o tym miejscu."),
        "decision_corrected": _("Poprzednia decyzja była błędna."),
    },
    Action.TRANSFER: {
        "their_area": _("Za to miejsce odpowiada tamta jednostka."),
        "they_handle": _("Tamta jednostka zajmuje się już tą sprawą."),
    },
}

_NEXT: Mapping[Status, str] = {
    Status.NEW: _("Policjant przeczyta zgłoszenie i zacznie sprawdzanie najpóźniej do %(day)s."),
    Status.VERIFICATION: _("Policjanci sprawdzą miejsce, podejmą decyzję i podadzą jej powód najpóźniej do %(day)s."),
    Status.CONFIRMED: _("Policjanci działają na miejscu i wracają tam, dopóki zagrożenie nie ustanie."),
    Status.CONFIRMED_REFERRED: _("Teraz działa instytucja, której przekazano sprawę. Policja czeka na jej odpowiedź."),
    Status.CONFIRMED_ELIMINATED: _("Sprawa jest zakończona. Jeśli zagrożenie wróci, zgłoś je ponownie."),
    Status.NOT_CONFIRMED: _(
        "Sprawa jest zakończona. Jeśli zagrożenie się powtarza, zgłoś je ponownie z dniami i porą."
    ),
    Status.JOKE_OR_MISTAKE: _("Sprawa jest zakończona. Jeśli to nieporozumienie, zgłoś miejsce ponownie z opisem."),
}

_SEEN = {
    True: _("Policjanci byli na miejscu i to zauważyli."),
    False: _("Policjanci byli na miejscu i niczego nie zauważyli."),
}


def official_status_names() -> Mapping[str, str]:
    """Return the official Polish name of each status by code."""
    return {status.value: name for status, name in _STATUSES.items()}


def status_name(status: Status | str) -> str:
    """Return the official name of the status."""
    return gettext(_STATUSES[Status(status)])


def action_name(action: Action | str) -> str:
    """Return what a button says that takes the step."""
    return gettext(_ACTIONS[Action(action)])


def action_sentence(
    action: Action | str, *, seen: bool | None = None, body_code: str = "", checked_by: str = ""
) -> str:
    """Return what happened, as a sentence; the keywords are those of the step, as far as it has them."""
    action = Action(action)
    if action is Action.VISIT and seen is not None:
        return gettext(_SEEN[seen])
    if action is Action.REFER and body_code:
        return gettext("Sprawę przekazano poza Policję: %(body)s.") % {"body": body_name(body_code)}
    if action is Action.ASSIGN and checked_by:
        return gettext("Wyznaczono, kto sprawdzi to miejsce: %(who)s.") % {"who": checked_by_name(checked_by)}
    return gettext(_SENTENCES[action])


def reason_choices(action: Action | str) -> list[tuple[str, str]]:
    """Return code and text of the reasons that the step may have; none for a step that has none."""
    return [(code, gettext(text)) for code, text in _REASONS.get(Action(action), {}).items()]


def has_reason(action: Action, code: str) -> bool:
    """Return whether the step may have this reason."""
    return code in _REASONS.get(action, {})


def reason_text(code: str) -> str:
    """Return the sentence of the reason, "" for none."""
    return next((gettext(texts[code]) for texts in _REASONS.values() if code in texts), "")


def next_sentence(status: Status | str, *, read_by: date, verify_by: date) -> str:
    """Return what comes next, with its day where there is a deadline."""
    status = Status(status)
    day = read_by if status is Status.NEW else verify_by
    return gettext(_NEXT[status]) % {"day": day_until(day)}


def day_until(day: date) -> str:
    """Return the day as it stands after "do": "środy 25 listopada"."""
    weekdays = (
        pgettext("do kiedy", "poniedziałku"),
        pgettext("do kiedy", "wtorku"),
        pgettext("do kiedy", "środy"),
        pgettext("do kiedy", "czwartku"),
        pgettext("do kiedy", "piątku"),
        pgettext("do kiedy", "soboty"),
        pgettext("do kiedy", "niedzieli"),
    )
    months = (
        pgettext("dzień miesiąca", "stycznia"),
        pgettext("dzień miesiąca", "lutego"),
        pgettext("dzień miesiąca", "marca"),
        pgettext("dzień miesiąca", "kwietnia"),
        pgettext("dzień miesiąca", "maja"),
        pgettext("dzień miesiąca", "czerwca"),
        pgettext("dzień miesiąca", "lipca"),
        pgettext("dzień miesiąca", "sierpnia"),
        pgettext("dzień miesiąca", "września"),
        pgettext("dzień miesiąca", "października"),
        pgettext("dzień miesiąca", "listopada"),
        pgettext("dzień miesiąca", "grudnia"),
    )
    return f"{weekdays[day.weekday()]} {day.day} {months[day.month - 1]}"


def body_name(code: Body | str) -> str:
    """Return the name of the outside body."""
    return _body_name(Body(code))


def body_choices() -> list[tuple[str, str]]:
    """Return code and name of every outside body."""
    return [(body.value, body_name(body)) for body in Body]


def checked_by_name(code: CheckedBy | str) -> str:
    """Return who goes to the place."""
    return gettext(_CHECKED_BY[CheckedBy(code)])


def measure_name(code: Measure | str) -> str:
    """Return what was done at the place."""
    return gettext(_MEASURES[Measure(code)])
