"""The officer's own page: who they are here, the password, the keyboard switch."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kmzb.office.pages import page
from kmzb.office.visitor import officer_of, switch_shortcuts
from kmzb.territory import api as territory


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Show the account."""
    beat = territory.beat(officer_of(request).beat_code)
    return page(request, "account.html", {"beat": beat})


@require_POST
def shortcuts(request: HttpRequest) -> HttpResponse:
    """Switch single-letter keys on or off for this session."""
    is_on = request.POST.get("shortcuts") == "on"
    switch_shortcuts(request, on=is_on)
    messages.success(request, _("Skróty jednoliterowe włączone.") if is_on else _("Skróty jednoliterowe wyłączone."))
    return redirect("office:account")
