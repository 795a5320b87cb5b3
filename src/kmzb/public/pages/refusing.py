"""Pages that answer a refusal as a page."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse

from kmzb.public.errors import Refused, page_answer, problem_of
from kmzb.publicmap.api import QueryRefusal

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def calm(view: View[P]) -> View[P]:
    """Return the view with filters that cannot be read answered in words."""

    @wraps(view)
    def answered(request: HttpRequest, /, *args: P.args, **options: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **options)
        except QueryRefusal as refusal:
            return page_answer(request, problem_of(refusal))
        except Refused as refused:
            return page_answer(request, refused.problem)

    return answered
