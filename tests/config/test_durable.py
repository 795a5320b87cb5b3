import pytest
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
