"""Questions about lists in JSON columns, which SQLite and PostgreSQL spell differently."""

import json
from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, Func, Q, Value


class _HoldsAny(Func):
    """Whether the list under a key of a JSON column has one of another list's texts: column, key, list as JSON."""

    output_field = BooleanField()
    arity = 3

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> Any:  # noqa: ARG002 - Django passes it
        """Compare both lists as tables."""
        template = (
            "EXISTS (SELECT 1 FROM json_each({0}, '$.' || {1}) AS theirs, json_each({2}) AS ours"
            " WHERE theirs.value = ours.value)"
        )
        return self._filled(template, compiler)

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> Any:  # noqa: ARG002 - as above
        """Compare the list with an array of texts."""
        return self._filled("jsonb_exists_any({0} -> {1}, ARRAY(SELECT jsonb_array_elements_text({2}::jsonb)))", compiler)

    def _filled(self, template: str, compiler: Any) -> Any:
        parts = [compiler.compile(each) for each in self.source_expressions]
        return template.format(*(sql for sql, _ in parts)), [value for _, values in parts for value in values]


def holds_any(column: str, key: str, wanted: Sequence[str]) -> Q:
    """Return the condition that the list under ``key`` in a JSON column holds one of ``wanted``; no list holds nothing."""
    return Q(_HoldsAny(column, Value(key), Value(json.dumps(list(wanted)))))
