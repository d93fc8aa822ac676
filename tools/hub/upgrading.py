"""``./hub upgrade``: bring a data folder up to date with the code beside it."""

import argparse
import os
import time

from hub import backup, folder
from hub.places import data_folder, environment, locked
from hub.preparing import build_index, forget, prepare
from hub.setup import install
from hub.terminal import Trouble, say


def upgrade(_arguments: argparse.Namespace) -> int:
    """Back up, install, migrate, load the vocabulary, build the index; the hub must not run."""
    data = data_folder()
    if not data.exists():
        raise Trouble(f"there is no data folder {data}: HUB_DATA names it")
    with locked(folder.lock_file(data), busy="stop the hub first: {holder}"):
        backup.finish_restore(data)
        copies = data / "backups"
        copies.mkdir(mode=0o700, exist_ok=True)
        if os.environ.get("DATABASE_URL") or (data / folder.DATABASE).exists():
            target = copies / f"before-{backup.version()}-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}.tar.gz"
            backup.write_backup(data, target)
            say(f"backup written: {target}")
        install("")
        forget(data)
        prepare(data, environment(data), demo=False)
        build_index(data, "run_indexer", "--once", "--skip-checks")  # builds it anew if this version cannot read it
    say("up to date; start the hub with ./hub run")
    return 0
