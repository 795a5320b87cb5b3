"""Putting thousands of rows into a table at one stroke, by the quickest way that each database has."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import connection, models

if TYPE_CHECKING:
    from django.db.models.options import Options

Row = tuple[Any, ...]

# A table made for COPY costs as much as some hundred single inserts.
_MANY = 100


def put_rows(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Row], *, key: str, is_replacing: bool = False
) -> int:
    """Insert the rows in the caller's transaction and return how many were written.

    Where a row of that `key` is there already, it stays or, with `is_replacing`, becomes equal to the given one.
    Values stand in the order of `columns`; those left out take the default that the database knows.
    """
    if not rows:
        return 0
    options = model._meta  # noqa: SLF001  # Django's documented door to a model's table and columns
    names, conflict = ", ".join(columns), _conflict(columns, key, is_replacing=is_replacing)
    put = _by_copy if connection.vendor == "postgresql" and len(rows) >= _MANY else _one_by_one
    return put(options.db_table, names, _prepared(options, columns, rows), conflict)


def _conflict(columns: Sequence[str], key: str, *, is_replacing: bool) -> str:
    if not is_replacing:
        return f"ON CONFLICT ({key}) DO NOTHING"
    return f"ON CONFLICT ({key}) DO UPDATE SET " + ", ".join(f"{name} = excluded.{name}" for name in columns)


def _prepared(options: "Options[Any]", columns: Sequence[str], rows: Sequence[Row]) -> Sequence[Row]:
    """Write moments as Django's own queries would; everything else goes as it is."""
    for number, name in enumerate(columns):
        if isinstance(options.get_field(name), models.DateTimeField):
            rows = [(*row[:number], _moment(row[number]), *row[number + 1 :]) for row in rows]
    return rows


@lru_cache(maxsize=16_384)
def _moment(moment: datetime | None) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


# Names of tables and columns come from the models alone, values never stand in the text.
_CREATE = "CREATE TEMP TABLE IF NOT EXISTS {incoming} ON COMMIT DROP AS SELECT {names} FROM {table} LIMIT 0"
_COPY = "COPY {incoming} ({names}) FROM STDIN"
_MOVE = "INSERT INTO {table} ({names}) SELECT {names} FROM {incoming} {conflict}"
_INSERT = "INSERT INTO {table} ({names}) VALUES ({places}) {conflict}"


def _by_copy(table: str, names: str, rows: Sequence[Row], conflict: str) -> int:
    # A third of the time of single inserts; COPY itself knows no conflicts, so that it goes by a table of its own.
    words = {"table": table, "incoming": f"incoming_{table}", "names": names, "conflict": conflict}
    with connection.cursor() as cursor:
        cursor.execute(_CREATE.format(**words))
        with cursor.copy(_COPY.format(**words)) as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(_MOVE.format(**words))
        written: int = cursor.rowcount
        cursor.execute("TRUNCATE {incoming}".format(**words))
    return written


def _one_by_one(table: str, names: str, rows: Sequence[Row], conflict: str) -> int:
    places = ", ".join(["%s"] * (names.count(",") + 1))
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT.format(table=table, names=names, places=places, conflict=conflict), rows)
        return int(cursor.rowcount)
