"""Signing in, signing out and the officer's own password: django-allauth, without what this office does not need.

No self-registration, no reset by mail, no mail at all: an administrator opens accounts and gives one-time passwords.
"""

import hashlib
import hmac
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.account.views import LoginView, LogoutView, PasswordChangeView
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kmzb.accounts.api import Officer, change_own_password, record_sign_in, record_sign_out
from kmzb.lib.address import client_of
from kmzb.lib.time import now
from kmzb.office.pages import frame
from kmzb.office.permissions import home_of
from kmzb.office.visitor import officer_of, role_of

# Lives in this process only: what the limits of sign-in count by cannot be turned back into an address.
_ADDRESS_KEY = secrets.token_bytes(32)


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """What allauth may do here."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "Nie ma takiego adresu albo hasło jest inne. Sprawdź, czy Caps Lock jest wyłączony."
        ),
        "too_many_login_attempts": _("Za dużo nieudanych prób. Spróbuj ponownie za 5 minut."),
        "enter_current_password": _("To nie jest obecne hasło."),
        "incorrect_password": _("To nie jest obecne hasło."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth's signature
        """Nobody opens an account for themself."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return a word for the address that only this process can make; the address itself is kept nowhere."""
        peer, forwarded = request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", "")
        address = client_of(peer, forwarded, settings.KMZB.trusted_proxies)
        return hmac.new(_ADDRESS_KEY, address.encode(), hashlib.sha256).hexdigest()[:32]

    def add_message(self, *_args: Any, **_options: Any) -> None:
        """Say nothing by itself: the pages say what happened."""

    def send_mail(self, *_args: Any, **_options: Any) -> None:
        """Send nothing: the system sends no mail."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where an officer of this role begins."""
        return reverse(home_of(role_of(request)))

    def set_password(self, user: Officer, password: str) -> None:
        """Set the password that the officer chose."""
        change_own_password(user, password, now=now())

    def login(self, request: HttpRequest, user: Officer) -> None:
        """Open the session, with its record."""
        super().login(request, user)
        record_sign_in(user, now=now())

    def logout(self, request: HttpRequest) -> None:
        """Close the session, with its record."""
        record_sign_out(officer_of(request), now=now())
        super().logout(request)

    def respond_user_inactive(self, request: HttpRequest, user: Officer) -> HttpResponse:  # noqa: ARG002  # allauth's
        """Tell the owner of a closed account, who gave the right password, whom to ask."""
        return render(request, "office/sign-in.html", {"is_closed": True}, status=403)


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth ships no types
    """E-mail and password, in words of this office."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"].label = _("Służbowy adres e-mail")
        self.fields["login"].error_messages["required"] = _("Wpisz adres e-mail.")
        self.fields["login"].error_messages["invalid"] = _("Wpisz adres w postaci nazwa@domena.")
        self.fields["password"].label = _("Hasło")
        self.fields["password"].error_messages["required"] = _("Wpisz hasło.")


class PasswordForm(ChangePasswordForm):  # type: ignore[misc]  # allauth ships no types
    """The present password, and the next one twice."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, label in _PASSWORD_LABELS.items():
            self.fields[name].label = label
            self.fields[name].error_messages["required"] = _("Wpisz hasło.")

    def clean_password1(self) -> str:
        """Refuse to keep the password that somebody else knows."""
        password: str = self.cleaned_data["password1"]
        if self.user.check_password(password):
            self.add_error("password1", gettext("Nowe hasło musi być inne niż obecne."))
        return password


_PASSWORD_LABELS = {
    "oldpassword": _("Obecne hasło"),
    "password1": _("Nowe hasło, co najmniej 12 znaków"),
    "password2": _("Nowe hasło jeszcze raz"),
}


class SignIn(LoginView):  # type: ignore[misc]  # allauth ships no types
    """The sign-in page."""

    template_name = "office/sign-in.html"
    form_class = SignInForm

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """Add whether the data is synthetic."""
        return {**super().get_context_data(**options), "is_demo": settings.KMZB.demo}

    def form_invalid(self, form: Any) -> HttpResponse:
        """Draw the page again, with the status that says so."""
        again: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=422)
        return again


class SignOut(LogoutView):  # type: ignore[misc]  # allauth ships no types
    """Closes the session; a link alone does not."""

    template_name = "office/sign-out.html"

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """Add what stands around every page."""
        return {**super().get_context_data(**options), **frame(self.request)}


class ChangePassword(PasswordChangeView):  # type: ignore[misc]  # allauth ships no types
    """The officer's own password."""

    template_name = "office/password.html"
    form_class = PasswordForm

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """Add what stands around every page, and whether the officer is here because they must be."""
        must = officer_of(self.request).must_change_password
        return {**super().get_context_data(**options), **frame(self.request), "is_first": must}

    def get_default_success_url(self) -> str:
        """Return to where the officer works."""
        return reverse(home_of(role_of(self.request)))

    def form_valid(self, form: Any) -> HttpResponseBase:
        """Change it and say so."""
        response: HttpResponseBase = super().form_valid(form)
        messages.success(self.request, gettext("Hasło zmienione."))
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        """Draw the page again, with the status that says so."""
        again: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=422)
        return again
