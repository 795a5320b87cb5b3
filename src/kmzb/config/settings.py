"""Django's settings, all from one environment. What an operator can change stands in `environment.py`."""

import os
from logging import LogRecord
from pathlib import Path

from csp.constants import NONE, SELF

from kmzb.config.databases import database
from kmzb.config.environment import Environment
from kmzb.config.keys import kept_key

KMZB = Environment.load()
_KEYS = KMZB.data / "keys"

SECRET_KEY = KMZB.secret_key or kept_key(_KEYS, "secret.key")
MASTER_KEY = KMZB.master_key or kept_key(_KEYS, "master.key")
PROOF_KEY = KMZB.proof_key or kept_key(_KEYS, "proof.key")
DEBUG = False
ALLOWED_HOSTS = list(KMZB.hosts)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "kmzb.news",
    "kmzb.audit",
    "kmzb.territory",
    "kmzb.categories",
    "kmzb.accounts",
    "kmzb.reports",
    "kmzb.verification",
    "kmzb.publicmap",
    "kmzb.public",
    "kmzb.office",
    "kmzb.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kmzb.public.packing.PackingMiddleware",
    "csp.middleware.CSPMiddleware",
    "kmzb.public.language.LanguageMiddleware",
    "kmzb.public.guard.GuardMiddleware",
    "django.middleware.common.CommonMiddleware",
    "kmzb.office.gate.OfficeMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # allauth refuses to load without it; it opens no session
]

ROOT_URLCONF = "kmzb.config.urls"
APPEND_SLASH = False  # an address has one form, and no page redirects
WSGI_APPLICATION = "kmzb.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request"],
            "string_if_invalid": "",
        },
    },
]

DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), KMZB.data)}
AUTH_USER_MODEL = "accounts.Officer"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Signing in to the office, by allauth: e-mail and password only; accounts are opened by administrators.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
ACCOUNT_LOGOUT_REDIRECT_URL = "/office/sign-in"
CSRF_FAILURE_VIEW = "kmzb.office.pages.cross_site"
ACCOUNT_ADAPTER = "kmzb.office.signin.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# Words kept for the next page stay in the session: the cookie storage would set a cookie for the whole site.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "pl"
LANGUAGES = [("pl", "Polski"), ("en", "English"), ("uk", "Українська")]
LOCALE_PATHS = [Path(__file__).parent.parent / "locale"]
TIME_ZONE = "Europe/Warsaw"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
# The front-end build; its hashed names never mean other bytes.
STATICFILES_DIRS = [Path(__file__).parent.parent / "public" / "dist"]
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/assets/.+-[\w-]{8}\.\w+$"
WHITENOISE_USE_FINDERS = True

SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/office/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = KMZB.https
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_HSTS_SECONDS = 31_536_000 if KMZB.https else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "worker-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024


def _is_for_people(record: LogRecord) -> bool:
    """Return whether a line tells the operator something: who asks for readiness reads the answer, again and again."""
    return not str(getattr(getattr(record, "request", None), "path", "")).endswith("/readyz")


# No access log anywhere: a client's address never reaches a disk.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"for_people": {"()": "django.utils.log.CallbackFilter", "callback": _is_for_people}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["for_people"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "kmzb": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "CRITICAL"},
    },
}
