"""The sub-commands and their arguments."""

import argparse
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from hub import auditing, backup, checking, folder, running, testing, upgrading
from hub.places import PYTHON, ROOT, VENV, data_folder, environment, module
from hub.preparing import is_prepared, prepare
from hub.setup import install
from hub.terminal import Trouble, say, warn


def main(arguments: Sequence[str]) -> int:
    """Run one sub-command; returns its exit code."""
    os.environ["PYTHONUTF8"] = "1"
    try:
        if arguments and arguments[0] in PASSING_ON:
            return PASSING_ON[arguments[0]][0](list(arguments[1:]))
        chosen = _parser().parse_args(arguments)
        return int(chosen.work(chosen))
    except Trouble as trouble:
        warn(str(trouble))
        return trouble.code
    except (OSError, sqlite3.Error) as error:  # a full disk, a folder that cannot be written
        warn(f"that cannot be done here: {error}")
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./hub",
        description="The one command of the hub. HUB_DATA names the data folder for every sub-command.",
        epilog="docs/operating/ says more about each.",
    )
    kinds = parser.add_subparsers(metavar="COMMAND", required=True)

    run = kinds.add_parser("run", help="set everything up and serve the hub until told to stop")
    run.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    run.add_argument("--port", type=_port, default=8000, help="port to listen on (default: %(default)s)")
    run.add_argument("--data", help="data folder (default: HUB_DATA, else ./data)")
    run.add_argument("--no-demo", action="store_true", help="no demonstration content and accounts")
    run.set_defaults(work=running.run)

    kinds.add_parser("setup", help="only install, so that another user can run the hub").set_defaults(work=_setup)

    for name, (_, text) in PASSING_ON.items():
        kinds.add_parser(name, help=text)

    kinds.add_parser("check", help="linters, types, contracts between rooms").set_defaults(work=checking.check)

    audit = kinds.add_parser("audit", help="check pages of a running hub with html-validate and Lighthouse")
    audit.add_argument("address", nargs="?", default="http://127.0.0.1:8000", help="the running hub (default: %(default)s)")
    audit.set_defaults(work=auditing.audit)

    save = kinds.add_parser("backup", help="write a backup of the data folder; the hub may be running")
    save.add_argument("file")
    save.add_argument("--with-keys", metavar="FILE", help="write the secret key and demonstration log-ins to this file")
    save.set_defaults(work=backup.backup)

    restore = kinds.add_parser("restore", help="put a backup into the data folder")
    restore.add_argument("file")
    restore.add_argument("--keys", metavar="FILE", help="take the keys from this file (see backup --with-keys)")
    restore.add_argument("--force", action="store_true", help="replace what is in the data folder")
    restore.set_defaults(work=backup.restore)

    upgrade = kinds.add_parser("upgrade", help="back up, install, bring the data folder up to date with this version")
    upgrade.set_defaults(work=upgrading.upgrade)
    return parser


def _port(text: str) -> int:
    if text.isdecimal() and 0 < int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no port (1-65535)")


def _setup(_arguments: argparse.Namespace) -> int:
    install("")
    # Another user may run the hub and be unable to keep bytecode.
    folders = [str(VENV / "lib"), str(ROOT / "src"), str(ROOT / "tools" / "hub")]
    subprocess.run(
        [PYTHON, "-m", "compileall", "-q", "-j", "0", *folders], stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    say("set up")
    return 0


def _manage(rest: list[str]) -> NoReturn:
    """Become the management command, with the caller's folder, terminal and signals."""
    data = data_folder()
    install("")
    backup.finish_restore(data)
    variables = environment(data)
    holder = folder.server(data)
    if running.reach_beyond_loopback(folder.host_of(holder) if holder else "localhost"):
        variables["HUB_LOOPBACK"] = "0"  # a command must not make demonstration accounts for a hub that others reach
    if not is_prepared(data) and _wants_tables(rest):
        prepare(data, variables, demo=False, out=sys.stderr)
    command = module("gcmhub.config.manage", *rest)
    sys.stdout.flush()
    os.execve(command[0], command, variables)


def _wants_tables(rest: Sequence[str]) -> bool:
    return bool(rest) and rest[0] not in {"help", "migrate", "makemigrations"} and not {"-h", "--help"} & set(rest)


def _bench(rest: list[str]) -> NoReturn:
    """Become a benchmark."""
    names = sorted(path.stem for path in (ROOT / "bench").glob("*.py") if not path.stem.startswith("_"))
    if not rest or rest[0] not in names:
        raise Trouble(f"./hub bench NAME [arguments], with NAME one of: {', '.join(names) or 'none yet'}", code=2)
    name, *rest = rest
    install("", *(["-bench"] if (ROOT / "requirements-bench.txt").exists() else []))
    sys.stdout.flush()
    command = [str(PYTHON), str(ROOT / "bench" / f"{name}.py"), *rest]
    os.execve(command[0], command, environment(Path(os.environ["HUB_DATA"]) if os.environ.get("HUB_DATA") else None))


# What follows these belongs to another program and is taken as it is, --help included.
PASSING_ON: dict[str, tuple[Callable[[list[str]], int], str]] = {
    "test": (testing.test, "run the tests; arguments go to pytest"),
    "manage": (_manage, "run a management command on the data folder"),
    "bench": (_bench, "run a benchmark: bench NAME [arguments]"),
}
