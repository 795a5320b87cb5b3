"""The office with one page that nobody wrote into the table of permissions."""

from django.urls import include, path

from kmzb.office.account import account
from kmzb.office.urls import urlpatterns as office

urlpatterns = [path("office/", include([path("forgotten", account, name="forgotten"), *office]))]
