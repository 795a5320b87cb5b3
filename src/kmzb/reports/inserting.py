"""Writing new rows by statements that are made once.

The ORM makes the same INSERT anew for every row, which costs several times what running it does. On the way of
a report, where thousands may wait, that is most of the time.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED


@dataclass(frozen=True, slots=True)
class _Statement:
    sql: str
    fields: tuple[Any, ...]
    draws_key: bool


def insert(row: models.Model) -> None:
    """Insert a new row as it stands and set the key that the database draws.

    Columns with a default of the database are left to it. No signals are sent, and the object is not for saving again.

    Raises:
        IntegrityError: a constraint forbids the row; the transaction must be rolled back.
    """
    statement = _statement(type(row), connection.vendor)
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in statement.fields]
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, values)
        if statement.draws_key:
            row.pk = cursor.fetchone()[0]


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
