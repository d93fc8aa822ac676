"""Many rows into one table with one statement, without an object and a compiled statement for each."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections, models, router


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of Python values, in the order of ``columns`` (attribute names), in the caller's transaction.

    Nothing is given back: for rows whose numbers matter there is ``bulk_create``. Defaults and ``auto_now`` do not apply.
    """
    connection = connections[router.db_for_write(model)]
    meta = model._meta  # noqa: SLF001 - the documented way to a model's table
    known = {field.attname: field for field in meta.concrete_fields}
    fields = [known[name] for name in columns]
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column or name) for name, field in zip(columns, fields, strict=True))
    statement = f"INSERT INTO {quote(meta.db_table)} ({names}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608 - names of our own columns
    prepare = [field.get_db_prep_save for field in fields]
    prepared = [[form(value, connection) for form, value in zip(prepare, row, strict=True)] for row in rows]
    if prepared:
        with connection.cursor() as cursor:
            cursor.executemany(statement, prepared)
