"""Accounts: the administrator's pages. They show who acts, never what is reported."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kmzb.accounts import api as accounts
from kmzb.accounts.api import AccountRefusal, Officer, OfficerMissing, OfficerRow, Role
from kmzb.lib.time import now
from kmzb.office.pages import page, part
from kmzb.office.visitor import actor
from kmzb.territory import api as territory

_SHOWN = 200


class PostingForm(forms.Form):
    """Role, unit and beat."""

    role = forms.ChoiceField(label=gettext_lazy("Rola"))
    unit_code = forms.CharField(label=gettext_lazy("Jednostka"), max_length=20)
    beat_code = forms.ChoiceField(label=gettext_lazy("Rejon"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = [(role.value, accounts.role_name(role)) for role in Role]  # type: ignore[attr-defined]
        unit = str(self["unit_code"].value() or "").strip()
        beats = [(beat.code, beat.name) for beat in territory.beats(unit)] if unit else []
        self.fields["beat_code"].choices = [("", _("bez rejonu")), *beats]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.error_messages["required"] = _("Wypełnij to pole.")

    def posting(self) -> dict[str, Any]:
        """Return what `accounts` needs to post an officer."""
        data = self.cleaned_data
        return {"role": Role(data["role"]), "unit_code": data["unit_code"].strip(), "beat_code": data["beat_code"]}


class OfficerForm(PostingForm):
    """A new account."""

    email = forms.EmailField(label=gettext_lazy("Służbowy adres e-mail"))
    rank = forms.CharField(label=gettext_lazy("Stopień"), max_length=40, required=False)
    name = forms.CharField(label=gettext_lazy("Imię i nazwisko"), max_length=120)
    field_order = ("email", "rank", "name", "role", "unit_code", "beat_code")


@dataclass(frozen=True, slots=True)
class Line:
    """One officer in the list."""

    row: OfficerRow
    role: str
    unit: str


@require_GET
def officers(request: HttpRequest) -> HttpResponse:
    """List accounts of all units, found by words of name, e-mail, unit or beat."""
    text = request.GET.get("q", "").strip()
    found = accounts.find_officers(text)
    names = {unit.code: unit.name for unit in territory.units()}
    lines = [Line(row, accounts.role_name(row.role), names.get(row.unit_code, row.unit_code)) for row in found[:_SHOWN]]
    return page(request, "officers.html", {"lines": lines, "q": text, "total": len(found), "shown": _SHOWN})


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("password")
def new_officer(request: HttpRequest) -> HttpResponse:
    """Open an account and show its one-time password once."""
    if request.method != "POST" or "refresh" in request.POST:
        return _form_again(request, "officer-new.html", OfficerForm(initial=request.POST.dict()), {})
    form = OfficerForm(request.POST)
    if form.is_valid():
        data, password = form.cleaned_data, accounts.new_password()
        try:
            officer = accounts.create_officer(
                actor(request),
                email=data["email"],
                name=data["name"],
                rank=data["rank"],
                password=password,
                now=now(),
                is_one_time=True,
                **form.posting(),
            )
        except AccountRefusal as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            return page(request, "officer-password.html", {"who": officer, "password": password, "is_new": True})
    return _form_again(request, "officer-new.html", form, {}, status=422)


@require_GET
def officer(request: HttpRequest, officer_id: int) -> HttpResponse:
    """Show one account."""
    row = _row(officer_id)
    form = PostingForm(initial={"role": row.role.value, "unit_code": row.unit_code, "beat_code": row.beat_code})
    return _form_again(request, "officer.html", form, {"row": row})


@require_POST
def post_officer(request: HttpRequest, officer_id: int) -> HttpResponse:
    """Change role, unit or beat."""
    row = _row(officer_id)
    if "refresh" in request.POST:
        return _form_again(request, "officer.html", PostingForm(initial=request.POST.dict()), {"row": row})
    form = PostingForm(request.POST)
    if form.is_valid():
        try:
            accounts.post_officer(actor(request), officer_id, now=now(), **form.posting())
        except AccountRefusal as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("Przydział zmieniony. Obowiązuje od następnego kliknięcia tej osoby."))
            return redirect("office:officer", officer_id)
    return _form_again(request, "officer.html", form, {"row": row}, status=422)


@require_POST
def deactivate_officer(request: HttpRequest, officer_id: int) -> HttpResponse:
    """Close the account."""
    return _switch(request, officer_id, accounts.deactivate_officer, _("Konto wyłączone, otwarte sesje zakończone."))


@require_POST
def reactivate_officer(request: HttpRequest, officer_id: int) -> HttpResponse:
    """Open the account again."""
    return _switch(request, officer_id, accounts.reactivate_officer, _("Konto włączone."))


@require_POST
@sensitive_variables("password")
def give_password(request: HttpRequest, officer_id: int) -> HttpResponse:
    """Set a one-time password and show it once."""
    row, password = _row(officer_id), accounts.new_password()
    try:
        accounts.give_password(actor(request), officer_id, password, now=now())
    except AccountRefusal as refusal:
        messages.error(request, str(refusal))
        return redirect("office:officer", officer_id)
    return page(request, "officer-password.html", {"who": row, "password": password, "is_new": False})


def _row(officer_id: int) -> OfficerRow:
    try:
        return accounts.officer(officer_id)
    except OfficerMissing as missing:
        raise Http404 from missing


def _switch(request: HttpRequest, officer_id: int, change: Callable[..., Officer], words: str) -> HttpResponse:
    _row(officer_id)
    try:
        change(actor(request), officer_id, now=now())
    except AccountRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("office:officer", officer_id)


def _form_again(
    request: HttpRequest, template: str, form: PostingForm, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Draw the form, or only its list of beats when the browser asked for that part."""
    if "refresh" in request.POST and request.headers.get("HX-Request"):
        return part(request, "officer-beats.html", {"form": form})
    units = sorted(territory.units(), key=lambda unit: unit.code)
    return page(request, template, {"form": form, "units": units, **context}, status=status)
