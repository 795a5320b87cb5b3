"""The language of an answer: by the address for pages, by Accept-Language for the API."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# These faces have one address for all languages.
_NEGOTIATED = ("/api/", "/healthz/", "/readyz/", "/tiles/")


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in one of the languages."""

    code: str
    name: str
    url: str
    is_current: bool


def is_negotiated(path: str) -> bool:
    """Return whether the language of the answer comes from Accept-Language instead of the address."""
    return f"{path}/".startswith(_NEGOTIATED)


def language_of_path(path: str) -> str:
    """Return the language that the first segment of a page's path names, else Polish."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in dict(settings.LANGUAGES) and first != settings.LANGUAGE_CODE else settings.LANGUAGE_CODE


def accepted_language(header: str) -> str:
    """Return the first of our languages that an Accept-Language header asks for, else Polish."""
    for wanted, weight in parse_accept_lang_header(header.lower()):
        code = wanted.partition("-")[0]
        if weight and code in dict(settings.LANGUAGES):  # a weight of 0 says that it will not do
            return code
    return settings.LANGUAGE_CODE


def in_language(path: str, language: str) -> str:
    """Return the page's path (with its query, if any) in `language`: "/en/list?q=a" → "/list?q=a" in Polish."""
    bare, question, query = path.partition("?")
    if language_of_path(bare) != settings.LANGUAGE_CODE:
        bare = "/" + bare.split("/", 2)[2] if bare.count("/") > 1 else "/"
    prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
    return f"{prefix}{bare}{question}{query}"


def language_links(request: HttpRequest) -> list[LanguageLink]:
    """Return where this page stands in each language, with the same query."""
    current = translation.get_language()
    path = request.get_full_path()
    return [LanguageLink(code, name, in_language(path, code), code == current) for code, name in settings.LANGUAGES]


class LanguageMiddleware:
    """Answers in the language of the address or of Accept-Language; never by a cookie, never by a redirect."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in one language and say which."""
        negotiated = is_negotiated(request.path_info)
        language = (
            accepted_language(request.headers.get("Accept-Language", ""))
            if negotiated
            else language_of_path(request.path_info)
        )
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if negotiated:
            patch_vary_headers(response, ["Accept-Language"])
        return response
