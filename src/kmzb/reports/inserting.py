"""Writing new rows by statements that are made once.

The ORM makes the same INSERT anew for every row, which costs several times what running it does. On the way of
a report, where thousands may wait, that is most of the time.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.fields import NOT_PROVIDED


@dataclass(frozen=True, slots=True)
class _Statement:
    sql: str
    fields: tuple[Any, ...]
    draws_key: bool


def insert(*rows: models.Model) -> None:
    """Insert new rows as they stand, in this order, and set the keys that the database draws.

    PostgreSQL gets the statements at once and answers once, so that none can need a key drawn for another.
    Columns with a default of the database are left to it. No signals are sent, and the objects are not for saving
    again. Expects a transaction.

    Raises:
        IntegrityError: a constraint forbids one of them; the transaction must be rolled back.
    """
    # Each look at a column asks the connection, which costs less without the proxy before it.
    database = connections[DEFAULT_DB_ALIAS]
    with ExitStack() as closing, _at_once(database):
        sent = [(row, closing.enter_context(_sent(row, database))) for row in rows]
        for row, cursor in sent:
            if _statement(type(row), database.vendor).draws_key:
                row.pk = cursor.fetchone()[0]


@contextmanager
def _at_once(database: Any) -> Iterator[None]:
    if database.vendor != "postgresql":
        yield
        return
    database.ensure_connection()
    with database.wrap_database_errors, database.connection.pipeline():
        yield


def _sent(row: models.Model, database: Any) -> Any:
    """Return the cursor that has the statement of the row under way."""
    statement = _statement(type(row), database.vendor)
    values = [field.get_db_prep_save(field.pre_save(row, add=True), database) for field in statement.fields]
    cursor = database.cursor()
    cursor.execute(statement.sql, values)
    return cursor


@cache
def _statement(model: type[models.Model], _vendor: str) -> _Statement:
    meta, quote = model._meta, connection.ops.quote_name  # noqa: SLF001  # Django documents it as public
    draws_key = isinstance(meta.pk, models.AutoField | models.BigAutoField)
    fields = tuple(
        field
        for field in meta.concrete_fields
        if not (field is meta.pk and draws_key) and field.db_default is NOT_PROVIDED
    )
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608  # names of the models' own
    return _Statement(f"{sql} RETURNING {quote(str(meta.pk.column))}" if draws_key else sql, fields, draws_key)
