"""The addresses of the residents' site."""

from django.urls import URLPattern, URLResolver, path

from kmzb.public.basemap import layer, streets
from kmzb.public.health import healthz, readyz
from kmzb.public.pages import texts
from kmzb.public.pages.confirm import confirm
from kmzb.public.pages.follow import follow
from kmzb.public.pages.listing import listing
from kmzb.public.pages.map import map_page
from kmzb.public.pages.mark import mark
from kmzb.public.pages.pictures import picture
from kmzb.public.pages.report import report
from kmzb.public.pages.summary import summary_page
from kmzb.public.v1.app import api, openapi

# One address for every language. The roots without a last slash stand here, since they carry no segment of a language.
faces: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("api/v1/openapi.json", openapi),
    path("api/v1/", api.urls),
    path("basemap/<path:name>.json", layer, name="basemap"),
    path("basemap.pmtiles", streets, name="streets"),
    path("picture.png", picture, name="picture"),
    path("en", map_page),
    path("uk", map_page),
]

# The same under each language: "/list", "/en/list", "/uk/list".
pages: list[URLPattern | URLResolver] = [
    path("", map_page, name="map"),
    path("list", listing, name="list"),
    path("summary", summary_page, name="summary"),
    path("mark/<str:feature_id>", mark, name="mark"),
    path("mark/<str:feature_id>/confirm", confirm, name="confirm"),
    path("report", report, name="report"),
    path("follow", follow, name="follow"),
    path("help", texts.help_page, name="help"),
    path("rules", texts.rules, name="rules"),
    path("privacy", texts.privacy, name="privacy"),
    path("accessibility", texts.accessibility, name="accessibility"),
    path("credits", texts.credit_page, name="credits"),
]
