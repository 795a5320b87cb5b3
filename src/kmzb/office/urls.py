"""The addresses of the office. Who may open which stands in `permissions.py`."""

from django.urls import include, path

from kmzb.office import account, case, day, officers, queue, steps
from kmzb.office.signin import ChangePassword, SignIn, SignOut

_pages = [
    path("", queue.desk, name="queue"),
    path("marks.json", queue.marks, name="marks"),
    path("case/<int:case_id>", case.case, name="case"),
    path("case/<int:case_id>/brief", queue.brief, name="brief"),
    path("case/<int:case_id>/description", case.description, name="description"),
    path("case/<int:case_id>/notes", case.notes, name="notes"),
    path("case/<int:case_id>/card", case.paper, name="card"),
    path("case/<int:case_id>/step/<str:name>", steps.step, name="step"),
    path("day", day.day, name="day"),
    path("day/near", day.near, name="near"),
    path("account", account.account, name="account"),
    path("account/shortcuts", account.shortcuts, name="shortcuts"),
    path("officers", officers.officers, name="officers"),
    path("officers/new", officers.new_officer, name="new_officer"),
    path("officers/<int:officer_id>", officers.officer, name="officer"),
    path("officers/<int:officer_id>/posting", officers.post_officer, name="post_officer"),
    path("officers/<int:officer_id>/deactivate", officers.deactivate_officer, name="deactivate_officer"),
    path("officers/<int:officer_id>/reactivate", officers.reactivate_officer, name="reactivate_officer"),
    path("officers/<int:officer_id>/password", officers.give_password, name="give_password"),
]

urlpatterns = [
    path("", include((_pages, "office"))),
    # The names are those by which allauth finds its own pages.
    path("sign-in", SignIn.as_view(), name="account_login"),
    path("sign-out", SignOut.as_view(), name="account_logout"),
    path("password", ChangePassword.as_view(), name="account_change_password"),
]
