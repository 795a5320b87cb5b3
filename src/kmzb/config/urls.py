"""Which room answers which path."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from kmzb.public.urls import faces, pages

urlpatterns: list[URLPattern | URLResolver] = [
    *faces,
    path("office/", include("kmzb.office.urls")),
    *i18n_patterns(*pages, prefix_default_language=False),
]

handler400 = "kmzb.public.errors.bad_request"
handler403 = "kmzb.public.errors.forbidden"
handler404 = "kmzb.public.errors.not_found"
handler500 = "kmzb.public.errors.fault"
