"""Make a data folder ready to be served: ``python -m gcmhub.config.prepare``. Safe to repeat; one process for all steps."""

import argparse
import hashlib
import json
import os
import sys
import time
from pathlib import Path

from gcmhub.config.catalogues import compile_catalogues
from gcmhub.config.options import read_options

START = time.monotonic()
HALF_TAKEN = 86_400  # seconds after which a file that is still on its way in has been given up


def say(text: str) -> None:
    """Print one line with the seconds since the start."""
    print(f"  {time.monotonic() - START:5.1f}s  {text}", flush=True)


def prepare_catalogues(data: Path) -> None:
    """Compile the translations that changed. Before Django reads them."""
    if count := compile_catalogues(data / "locale"):
        say(f"{count} catalogues of translations compiled")


def prepare_static(target: Path) -> None:
    """Collect static files when any of them changed."""
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    stamp = target.with_name(f"{target.name}.stamp")  # beside it: what is in there is served
    if target.exists() and stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    (target / ".stamp").unlink(missing_ok=True)
    stamp.write_text(digest.hexdigest())
    say("static files collected")


def prepare_database() -> bool:
    """Bring the tables up to date; whether there were none before."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    if connection.vendor == "sqlite":  # it holds sessions; what SQLite puts beside it gets the same rights
        Path(connection.settings_dict["NAME"]).touch(mode=0o600)
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    fresh = not executor.loader.applied_migrations
    if plan:
        call_command("migrate", interactive=False, verbosity=0)
        say(f"{len(plan)} migrations applied")
    return fresh


def prepare_vocabulary() -> None:
    """Bring the vocabulary's rows up to date."""
    from gcmhub.vocabulary.actions import load_vocabulary

    counts = load_vocabulary()
    if counts["created"] or counts["changed"]:
        say(f"vocabulary: {counts['created']} terms new, {counts['changed']} changed")


def prepare_tracks() -> None:
    """Make the tracks of review that are missing, with the rules that they begin with."""
    from gcmhub.review.actions.tracks import load_tracks

    if count := load_tracks():
        say(f"review: {count} tracks made")


class DemoState:
    """What was done about demonstration content in this data folder, in ``demo-state.json``."""

    def __init__(self, data: Path) -> None:
        self.path = data / "demo-state.json"
        self.values = json.loads(self.path.read_text()) if self.path.exists() else {}

    def __getitem__(self, name: str) -> bool:
        return bool(self.values.get(name))

    def set(self, **values: bool) -> None:
        """Write what is now true."""
        self.values |= values
        draft = self.path.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(self.values))
        draft.replace(self.path)


def prepare_demo(data: Path, *, wanted: bool, loopback: bool) -> None:
    """Load demonstration content once, if it is wanted; take demonstration accounts away beyond loopback.

    What an operator removed stays removed. Accounts that were taken away come back on loopback.
    """
    from gcmhub.demo.actions import (
        demo_is_here,
        load_demo_accounts,
        load_demo_calls,
        load_demo_resources,
        remove_demo_people,
    )
    from gcmhub.demo.review import load_demo_review

    state = DemoState(data)
    if not loopback:
        if count := remove_demo_people():
            say(f"{count} demonstration accounts removed: they exist only on loopback")
            state.set(withdrawn=True)
        (data / "demo-logins.json").unlink(missing_ok=True)
    elif wanted and not state["loaded"]:
        counts = load_demo_resources()
        calls = load_demo_calls()
        load_demo_accounts()
        submissions = load_demo_review()
        state.set(loaded=True, withdrawn=False)
        made = f"{sum(counts.values())} resources, {sum(calls.values())} calls, {submissions} submissions"
        say(f"demonstration content loaded: {made}")
    elif wanted and state["withdrawn"] and demo_is_here():
        load_demo_accounts()
        load_demo_review()
        state.set(withdrawn=False)
        say("demonstration accounts made anew")


def prepare_media(folder: Path) -> None:
    """Take away what was on its way in when a process was killed."""
    for half in folder.glob("resources/.incoming-*"):
        if time.time() - half.stat().st_mtime > HALF_TAKEN:
            half.unlink(missing_ok=True)


def main() -> None:
    """Parse and prepare; what an operator can put right is said in one line."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError

    try:
        prepare_all()
    except ImproperlyConfigured as error:
        sys.exit(f"  {error}")
    except OperationalError as error:
        sys.exit(f"  the database cannot be reached: {error}")


def prepare_all() -> None:
    """Take every step, in the order in which they need each other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo", action="store_true", help="load demonstration content if that was never done here")
    arguments = parser.parse_args()
    options = read_options()
    data = Path(options["HUB_DATA"]).resolve()
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    prepare_catalogues(data)

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gcmhub.config.settings")
    import django
    from django.conf import settings

    django.setup()
    prepare_static(Path(settings.STATIC_ROOT))
    if prepare_database():  # what is left in the folder speaks of a database that is gone
        for name in ("demo-state.json", "demo-logins.json"):
            (data / name).unlink(missing_ok=True)
    prepare_media(Path(settings.MEDIA_ROOT))
    prepare_vocabulary()
    prepare_tracks()
    prepare_demo(data, wanted=arguments.demo, loopback=options["HUB_LOOPBACK"])


if __name__ == "__main__":
    main()
