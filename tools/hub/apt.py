"""Packages of Debian: installed as root, or unpacked into a folder of ours without root."""

import os
import shutil
import subprocess
from pathlib import Path

from hub.terminal import Trouble


def exists() -> bool:
    """Whether this machine has apt."""
    return shutil.which("apt-get") is not None


def is_root() -> bool:
    """Whether this process may install packages."""
    return os.geteuid() == 0


def install(*packages: str) -> None:
    """Install packages as root. Raises ``Trouble`` with what apt said."""
    if not exists():
        raise Trouble(f"please install {' '.join(packages)}: this machine has no apt-get")
    options = ["-q", "-o", "DPkg::Lock::Timeout=120", "-o", "Acquire::Retries=3"]
    _apt(["apt-get", *options, "update"], needed=False)  # a broken third-party source must not stop us
    _apt(["apt-get", *options, "install", "-y", "--no-install-recommends", *packages])


def _apt(command: list[str], *, needed: bool = True) -> None:
    variables = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", env=variables, check=False
    )
    if needed and done.returncode:
        raise Trouble(f"{' '.join(command)} failed:\n{(done.stdout + done.stderr).strip()[-3000:]}")


def fetch_wheel(package: str, pattern: str, folder: Path) -> Path | None:
    """Download a package, signed by Debian, without root; return the file in it that fits ``pattern``.

    apt keeps its lists and locks in ``folder`` and changes nothing of the system's.
    """
    lists, cache, unpacked = folder / "lists", folder / "cache", folder / "unpacked"
    for place in (lists / "partial", cache / "archives" / "partial", unpacked):
        place.mkdir(parents=True, exist_ok=True)
    own = ["-q", "-o", f"Dir::State::Lists={lists}", "-o", f"Dir::Cache={cache}", "-o", "Debug::NoLocking=1"]
    own += ["-o", "APT::Sandbox::User=", "-o", "Acquire::Retries=3"]
    for command in (["apt-get", *own, "update"], ["apt-get", *own, "download", package]):
        subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    for file in folder.glob(f"{package}_*.deb"):
        subprocess.run(["dpkg-deb", "-x", file, unpacked], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    found = sorted(unpacked.rglob(pattern))
    return found[-1] if found else None
