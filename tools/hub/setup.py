"""The virtual environment and what is installed into it; nothing is done twice."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from hub import apt
from hub.places import OWN, PYTHON, ROOT, VENV, locked
from hub.terminal import Trouble, say

SYSTEM_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
CERTIFICATES = OWN / "certificates.pem"


def install(*names: str) -> None:
    """Make the virtual environment and install the locked requirement files ``requirements<name>.txt``."""
    files = [ROOT / f"requirements{name}.txt" for name in names]
    if venv_lives() and all(_stamped(file) for file in files):
        return
    if not os.access(ROOT, os.W_OK):
        raise Trouble(f"this user cannot write to {ROOT}: run ./hub setup as its owner first")
    OWN.mkdir(exist_ok=True)
    with locked(OWN / "setup.lock", busy=""):
        if not venv_lives():
            _make_venv()
        for file in files:
            if not _stamped(file):
                _install(file)


def venv_lives() -> bool:
    """Whether the virtual environment's Python starts and finds its packages' folder."""
    if not PYTHON.exists():
        return False
    probe = "import sys, os; sys.exit(not any(os.path.isdir(path) and path.startswith(sys.prefix) for path in sys.path))"
    return (
        subprocess.run([PYTHON, "-I", "-c", probe], stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0
    )


def _digest(file: Path) -> str:
    settings = dict(line.split(" = ", 1) for line in (VENV / "pyvenv.cfg").read_text().splitlines() if " = " in line)
    version = settings.get("version") or settings.get("version_info") or ""
    return hashlib.sha256(file.read_bytes() + version.encode()).hexdigest()


def _stamp(file: Path) -> Path:
    return VENV / f".{file.stem}.stamp"


def _stamped(file: Path) -> bool:
    stamp = _stamp(file)
    return stamp.exists() and stamp.read_text() == _digest(file)


def _run(command: list[str | Path]) -> bool:
    """Run quietly; whether it went well. What it said is shown when it did not."""
    done = subprocess.run(
        command,
        env=_pip_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        print((done.stdout + done.stderr).strip()[-4000:], file=sys.stderr, flush=True)
    return done.returncode == 0


def _make_venv() -> None:
    """Try every way there is, the quickest first. Raises ``Trouble``."""
    for way in (_with_uv, _with_ensurepip, _with_pip_of_debian, _with_installed_ensurepip):
        shutil.rmtree(VENV, ignore_errors=True)
        if way():
            return
    shutil.rmtree(VENV, ignore_errors=True)
    raise Trouble("no virtual environment can be made here; as root: apt-get install -y python3-venv")


def _with_uv() -> bool:
    uv = shutil.which("uv")
    return bool(uv) and _run([uv or "", "venv", "--quiet", "--python", sys.executable, VENV])


def _with_ensurepip() -> bool:
    importlib.invalidate_caches()
    if importlib.util.find_spec("ensurepip") is None:
        return False
    say("making .venv")
    # A child makes it: after apt has installed ensurepip, this process does not know it yet.
    return _run([sys.executable, "-m", "venv", VENV])


def _with_pip_of_debian() -> bool:
    """Take pip from a package of Debian that is unpacked here: no root, nothing of the system's changes."""
    if not apt.exists():
        return False
    say("fetching pip from Debian into .hub")
    unpacked = apt.unpack("python3-pip-whl", "ca-certificates", folder=OWN / "apt")
    _bundle_certificates(unpacked)
    wheels = sorted(unpacked.rglob("pip-*.whl"))
    if not wheels or not _run([sys.executable, "-m", "venv", "--without-pip", VENV]):
        return False
    return _run([PYTHON, wheels[-1] / "pip", "install", "--quiet", "--no-index", wheels[-1]])


def _with_installed_ensurepip() -> bool:
    if not (apt.exists() and apt.is_root()):
        return False
    say("installing python3-venv from Debian")
    apt.install("python3-venv")
    return _with_ensurepip()


def _bundle_certificates(unpacked: Path) -> None:
    """Make one file of Debian's certificates, for Debian's pip looks for the system's and there may be none."""
    found = sorted(unpacked.glob("usr/share/ca-certificates/mozilla/*.crt"))
    CERTIFICATES.write_text("".join(path.read_text(encoding="ascii") for path in found))


def _pip_environment() -> dict[str, str]:
    if "PIP_CERT" in os.environ or SYSTEM_CERTIFICATES.exists() or not CERTIFICATES.exists():
        return dict(os.environ)
    return os.environ | {"PIP_CERT": str(CERTIFICATES)}


def _install(file: Path) -> None:
    say(f"installing {file.name}")
    ways: list[list[str | Path]] = []
    if uv := shutil.which("uv"):
        ways.append([uv, "pip", "install", "--quiet", "--python", PYTHON])
    if (VENV / "bin" / "pip").exists():
        # Bytecode is made when a module is first used, which is less work than making all of it now.
        quiet = ["--quiet", "--disable-pip-version-check", "--no-input", "--no-compile", "--root-user-action=ignore"]
        ways.append([PYTHON, "-m", "pip", "install", *quiet])
    for way in ways:
        if _run([*way, "--require-hashes", "--only-binary", ":all:", "-r", file]):
            _stamp(file).write_text(_digest(file))
            return
    if ways and not (VENV / "bin" / "pip").exists():
        hint = "; uv made .venv without pip: remove .venv and run again without uv in PATH to use pip"
    else:
        hint = ""
    raise Trouble(f"{file.name} could not be installed; what the installer said stands above{hint}")
