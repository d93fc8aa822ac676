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
    command = ["apt-get", *OPTIONS, "install", "-y", "--no-install-recommends", *packages]
    if not _run(command).returncode:
        return
    _run(["apt-get", *OPTIONS, "update"])  # a broken third-party source must not stop us
    done = _run(command)
    if done.returncode:
        raise Trouble(f"{' '.join(command)} failed:\n{(done.stdout + done.stderr).strip()[-3000:]}")


OPTIONS = ("-q", "-o", "DPkg::Lock::Timeout=120", "-o", "Acquire::Retries=3", "-o", "Acquire::Languages=none")


def _run(command: list[str], folder: Path | None = None) -> "subprocess.CompletedProcess[str]":
    variables = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        command,
        cwd=folder,
        env=variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


def unpack(*packages: str, folder: Path) -> Path:
    """Download packages, signed by Debian, and unpack them without root; returns where.

    apt keeps its lists and locks in ``folder`` and changes nothing of the system's. What cannot be had is left out.
    """
    lists, cache, unpacked = folder / "lists", folder / "cache", folder / "unpacked"
    for place in (lists / "partial", cache / "archives" / "partial", unpacked):
        place.mkdir(parents=True, exist_ok=True)
    own = [*OPTIONS, "-o", f"Dir::State::Lists={lists}", "-o", f"Dir::Cache={cache}", "-o", "Debug::NoLocking=1"]
    own += ["-o", "APT::Sandbox::User="]
    _run(["apt-get", *own, "update"])
    for package in packages:
        _run(["apt-get", *own, "download", package], folder)
        for file in folder.glob(f"{package}_*.deb"):
            _run(["dpkg-deb", "-x", str(file), str(unpacked)])
    return unpacked
