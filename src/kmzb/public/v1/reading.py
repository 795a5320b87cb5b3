"""Reading bodies and parameters strictly: what two programs could read in two ways is refused."""

import json
import math
from collections.abc import Mapping
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from ninja.errors import ValidationError
from ninja.parser import Parser

from kmzb.public.errors import Code, FieldProblem, Problem


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("a number too large to hold")
    return value


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def read_object(body: bytes) -> dict[str, Any]:
    """Return the JSON object in `body`.

    Raises:
        ValueError: not UTF-8, not JSON, not an object, a name given twice, NaN, an infinite number, or nested too deep.
    """
    try:
        found = json.loads(
            body.decode("utf-8"), parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=_once_each
        )
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(found, dict):
        raise ValueError("expected an object")  # noqa: TRY004  # one kind of error for one kind of refusal
    return found


class StrictParser(Parser):
    """Reads bodies by `read_object`, and parameters that stand once."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Return the body's object; a ValueError becomes 400."""
        return read_object(request.body)

    def parse_querydict(
        self,
        data: MultiValueDict[str, str],
        list_fields: list[str],  # noqa: ARG002  # lists are comma-separated here
        request: HttpRequest,  # noqa: ARG002  # ninja passes it
    ) -> dict[str, Any]:
        """Return the parameters. One that stands twice stays a list, which no type of the routes takes."""
        return {name: values[0] if len(values) == 1 else values for name, values in data.lists()}


_KINDS: Mapping[str, str] = {"missing": "required", "extra_forbidden": "unknown", "repeated": "repeated"}
_OUT_OF_RANGE = frozenset({"greater_than_equal", "less_than_equal", "string_too_long", "too_long"})


def _field_problem(kind: str) -> FieldProblem:
    messages = {
        "required": _("To pole jest wymagane."),
        "repeated": _("Podaj ten parametr raz."),
        "unknown": _("Nie znamy takiego pola."),
        "out_of_range": _("Ta wartość wykracza poza dozwolony zakres."),
        "wrong_type": _("Ta wartość jest innego rodzaju, niż powinna być."),
    }
    code = _KINDS.get(kind, "out_of_range" if kind in _OUT_OF_RANGE else "wrong_type")
    return FieldProblem(code, messages[code])


def problem_of_types(error: ValidationError, parameters: MultiValueDict[str, str]) -> Problem:
    """Return the refusal for fields that are missing, unknown, repeated or of another type, each named."""
    fields: dict[str, FieldProblem] = {}
    for one in error.errors:
        source, *place = one["loc"]
        names = [str(step) for step in place[1:]] if source == "body" else [str(step) for step in place]
        if not names:
            return Problem.of(Code.BAD_REQUEST)
        is_repeated = source == "query" and len(parameters.getlist(names[0])) > 1
        fields.setdefault(names[0], _field_problem("repeated" if is_repeated else one["type"]))
    return Problem.of(Code.INVALID, fields)
