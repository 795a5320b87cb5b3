"""What is refused, in one shape: JSON for programs, a page for people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kmzb.public.language import is_negotiated
from kmzb.public.pages.page import Page, render_page

RETRY_AFTER_S = 5


class Code(StrEnum):
    """The codes of the contract with which delivery itself refuses; the rooms below bring theirs."""

    BAD_REQUEST = "bad_request"
    CROSS_SITE = "cross_site"
    NOT_FOUND = "not_found"
    TOO_LARGE = "too_large"
    UNSUPPORTED_TYPE = "unsupported_type"
    INVALID = "invalid"
    UNAVAILABLE = "unavailable"


STATUS: Mapping[Code, int] = {
    Code.BAD_REQUEST: 400,
    Code.CROSS_SITE: 403,
    Code.NOT_FOUND: 404,
    Code.TOO_LARGE: 413,
    Code.UNSUPPORTED_TYPE: 415,
    Code.INVALID: 422,
    Code.UNAVAILABLE: 503,
}

MESSAGES: Mapping[Code, str | Promise] = {
    Code.BAD_REQUEST: _("Nie udało się odczytać tego żądania."),
    Code.CROSS_SITE: _(
        "To żądanie przyszło z innej strony internetowej. Otwórz formularz w tym serwisie i wyślij go stąd."
    ),
    Code.NOT_FOUND: _("Pod tym adresem nic nie ma."),
    Code.TOO_LARGE: _("To więcej danych, niż przyjmujemy: najwyżej 64 KB."),
    Code.UNSUPPORTED_TYPE: _("Przyjmujemy tylko JSON (Content-Type: application/json)."),
    Code.INVALID: _("Popraw zaznaczone pola."),
    Code.UNAVAILABLE: _("Serwis jest chwilowo niedostępny. Spróbuj za chwilę."),
}
_PARAMETERS = _("To żądanie ma za dużo parametrów: przyjmujemy najwyżej %(most)d.")
_METHOD = _("Ten adres nie przyjmuje takiej metody żądania.")
_FAULT = _("Coś się zepsuło po naszej stronie. Spróbuj za chwilę.")


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A refusal in the shape of the contract. `retry_after` is in seconds."""

    code: str
    status: int
    message: str
    fields: Mapping[str, FieldProblem] = field(default_factory=dict)
    retry_after: int | None = None

    @classmethod
    def of(cls, code: Code, fields: Mapping[str, FieldProblem] | None = None) -> "Problem":
        """Return the refusal `code` with its usual message."""
        retry_after = RETRY_AFTER_S if code is Code.UNAVAILABLE else None
        return cls(code, STATUS[code], str(MESSAGES[code]), fields or {}, retry_after)

    def body(self) -> dict[str, object]:
        """Return the JSON of the contract."""
        fields = {name: {"code": problem.code, "message": problem.message} for name, problem in self.fields.items()}
        return {"error": {"code": str(self.code), "message": self.message, "fields": fields}}


class RefusedField(Protocol):
    """How the rooms tell what is wrong with a field."""

    @property
    def code(self) -> str:
        """For programs."""

    @property
    def message(self) -> str:
        """For people."""


class RoomRefusal(Protocol):
    """How the rooms below say no: `reports.Refusal` and `publicmap.QueryRefusal` have this shape."""

    code: str
    status: int
    message: str

    @property
    def fields(self) -> Mapping[str, RefusedField]:
        """Problems by field."""


def problem_of(refusal: RoomRefusal) -> Problem:
    """Return a refusal of the rooms below in delivery's shape."""
    fields = {name: FieldProblem(error.code, error.message) for name, error in refusal.fields.items()}
    retry_after: int | None = getattr(refusal, "retry_after", None)
    return Problem(refusal.code, refusal.status, refusal.message, fields, retry_after)


class Refused(Exception):  # it is an answer, not a fault
    """Delivery refuses a request by itself, before any room is asked."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def json_answer(problem: Problem) -> JsonResponse:
    """Return the refusal for a program."""
    response = JsonResponse(problem.body(), status=problem.status)
    response.headers["Cache-Control"] = "no-store"
    if problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


def page_answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Return the refusal for a person."""
    template = "public/missing.html" if problem.status == STATUS[Code.NOT_FOUND] else "public/error.html"
    response = render_page(request, Page.ERROR, {"problem": problem}, template=template, status=problem.status)
    response.headers["Cache-Control"] = "no-store"
    if problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Return the refusal in the form that this address speaks."""
    return json_answer(problem) if is_negotiated(request.path_info) else page_answer(request, problem)


def problem_of_status(status: int) -> Problem:
    """Return the refusal for a bare status that the framework chose."""
    for code, known in STATUS.items():
        if known == status:
            return Problem.of(code)
    if status == 405:  # noqa: PLR2004  # Method Not Allowed
        return Problem(Code.BAD_REQUEST, status, str(_METHOD))
    if status >= 500:  # noqa: PLR2004  # every fault of the server
        return Problem(Code.UNAVAILABLE, status, str(_FAULT))
    return Problem(Code.BAD_REQUEST, status, str(MESSAGES[Code.BAD_REQUEST]))


def too_many_parameters() -> Problem:
    """Return the refusal of more parameters than are read."""
    message = str(_PARAMETERS) % {"most": settings.DATA_UPLOAD_MAX_NUMBER_FIELDS}
    return Problem(Code.BAD_REQUEST, STATUS[Code.BAD_REQUEST], message)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400."""
    is_long = isinstance(exception, TooManyFieldsSent)
    return answer(request, too_many_parameters() if is_long else Problem.of(Code.BAD_REQUEST))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Answer 403."""
    return answer(request, Problem.of(Code.CROSS_SITE))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Answer 404."""
    return answer(request, Problem.of(Code.NOT_FOUND))


def fault(request: HttpRequest) -> HttpResponse:
    """Answer 500 without a word on what happened inside."""
    return answer(request, problem_of_status(500))
