from weakref import WeakSet

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from kmzb.config.apps import assert_durable


@pytest.mark.django_db
def test_the_connection_keeps_what_it_acknowledged():
    connection.ensure_connection()
    assert_durable(connection)


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_could_lose_data_is_refused():
    weaken, mend = (
        ("PRAGMA synchronous=NORMAL", "PRAGMA synchronous=FULL")
        if connection.vendor == "sqlite"
        else ("SET synchronous_commit=off", "RESET synchronous_commit")
    )
    with connection.cursor() as cursor:
        cursor.execute(weaken)
        try:
            with pytest.raises(ImproperlyConfigured):
                assert_durable(connection)
        finally:
            cursor.execute(mend)


@pytest.mark.django_db
def test_what_the_pool_hands_out_again_is_not_asked_again(monkeypatch):
    asked = []
    monkeypatch.setattr("kmzb.config.apps.assert_durable", asked.append)
    app = apps.get_app_config("config")
    monkeypatch.setattr(app, "_checked", WeakSet())
    connection.ensure_connection()
    for _ in range(2):
        app._check(connection)
    assert asked == [connection] * (2 if connection.vendor == "sqlite" else 1)


@pytest.mark.django_db
def test_a_weak_connection_is_refused_each_time(monkeypatch):
    def refuse(_connection):
        raise ImproperlyConfigured

    monkeypatch.setattr("kmzb.config.apps.assert_durable", refuse)
    app = apps.get_app_config("config")
    monkeypatch.setattr(app, "_checked", WeakSet())
    connection.ensure_connection()
    for _ in range(2):
        with pytest.raises(ImproperlyConfigured):
            app._check(connection)
