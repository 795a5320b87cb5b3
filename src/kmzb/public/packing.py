"""Text answers are sent packed to whoever can unpack them."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from isal import igzip

from kmzb.public.tile_answers import accepts_gzip

_LEAST_BYTES = 1024  # below that the packed answer saves no packet
_TEXT = re.compile(r"text/(html|csv)|application/(geo\+)?json")


class PackingMiddleware:
    """Packs answers that hold no secret.

    Where a secret stands beside text that a stranger can choose, the packed length tells of it (the BREACH attack).
    Such pages must not be stored either, which is how they are known; the office is left out whole.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, packed where that is safe and worth it."""
        response = self._get_response(request)
        if (
            isinstance(response, HttpResponse)
            and not request.path_info.startswith("/office/")
            and _is_packable(response)
        ):
            patch_vary_headers(response, ("Accept-Encoding",))
            if accepts_gzip(request.headers.get("Accept-Encoding", "")):
                _pack(response)
        return response


def _is_packable(response: HttpResponse) -> bool:
    return (
        len(response.content) >= _LEAST_BYTES
        and _TEXT.match(response.headers.get("Content-Type", "")) is not None
        and "Content-Encoding" not in response.headers
        and "no-store" not in response.headers.get("Cache-Control", "")
    )


def _pack(response: HttpResponse) -> None:
    response.content = igzip.compress(response.content, 2)
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(response.content))
    if "ETag" in response.headers and not response.headers["ETag"].startswith("W/"):
        response.headers["ETag"] = f"W/{response.headers['ETag']}"
