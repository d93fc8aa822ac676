"""Whether this process can serve: asked often, so what cannot change back is remembered."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

_done = False


def migrations_pending() -> bool:
    """Return whether the database lacks a migration of this code; once none is, none will be."""
    global _done  # noqa: PLW0603 - one flag for the life of the process
    if not _done:
        executor = MigrationExecutor(connection)
        _done = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return not _done
