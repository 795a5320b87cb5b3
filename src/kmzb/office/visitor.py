"""The officer behind a request, read anew each time: rights change at the next request."""

from typing import cast

from django.http import HttpRequest

from kmzb.accounts.api import Officer, Role, Scope, actor_of, scope_of
from kmzb.audit.api import Actor

_SHORTCUTS_OFF = "shortcuts_off"


def officer_of(request: HttpRequest) -> Officer:
    """Return the signed-in officer. The gate lets nobody else reach a view that asks."""
    return cast("Officer", request.user)


def role_of(request: HttpRequest) -> Role:
    """Return the officer's role."""
    return Role(officer_of(request).role)


def actor(request: HttpRequest) -> Actor:
    """Return the officer as the record of actions knows them."""
    return actor_of(officer_of(request))


def scope(request: HttpRequest) -> Scope:
    """Return what the officer may reach."""
    return scope_of(officer_of(request))


def shortcuts_are_on(request: HttpRequest) -> bool:
    """Return whether single letters act as keys in this session (WCAG 2.1.4 wants a switch)."""
    return not request.session.get(_SHORTCUTS_OFF, False)


def switch_shortcuts(request: HttpRequest, *, on: bool) -> None:
    """Keep the choice for this session."""
    request.session[_SHORTCUTS_OFF] = not on
