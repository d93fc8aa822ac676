"""The processes of a running hub."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from hub.children import QUICK, TRIES, Child, Family
from hub.terminal import Trouble

ROOT = Path(__file__).resolve().parents[2]


def child(text: str) -> Child:
    return Child("child", [sys.executable, "-c", text], dict(os.environ))


def until(condition, family=None, seconds=20.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        if family:
            family.watch()
        time.sleep(0.02)


def test_a_child_that_is_killed_is_started_again():
    family = Family([child("import time; time.sleep(60)")])
    family.start()
    first = family.children[0].process.pid
    os.kill(first, signal.SIGKILL)
    until(lambda: family.children[0].process and family.children[0].process.pid != first, family)
    assert psutil.pid_exists(family.children[0].process.pid)
    family.end()
    assert family.children[0].process is None


def test_a_child_that_cannot_live_ends_the_hub_with_its_name():
    one = child("")
    one.started = time.monotonic()
    for _ in range(TRIES - 1):
        one.ended(1)
    with pytest.raises(Trouble, match=rf"^the child ended {TRIES} times within"):
        one.ended(1)


def test_pauses_grow_and_begin_anew_after_a_long_life():
    one = child("")
    pauses = []
    for _ in range(7):
        one.started = time.monotonic() - QUICK - 1
        one.ended(1)
        pauses.append(round(one.again - time.monotonic(), 1))
    assert pauses == [0.3, 0.6, 1.2, 2.5, 5.0, 5.0, 5.0]
    one.started = time.monotonic() - 61
    one.ended(1)
    assert round(one.again - time.monotonic(), 1) == 0.3


def test_signals_from_outside_never_end_the_hub():
    one = child("")
    for _ in range(TRIES * 3):
        one.started = time.monotonic()
        one.ended(-signal.SIGKILL)
    assert one.quick == 0


HUB = """
import os, signal, sys, time
sys.path.insert(0, {tools!r})
from hub.children import Child, Family, adopt_orphans
adopt_orphans()
text = "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); time.sleep(60)"
family = Family([Child("child", [sys.executable, "-c", text], dict(os.environ))], adopts=True)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
try:
    family.start()
    while True:
        family.watch()
        time.sleep(0.05)
finally:
    family.end()
"""


@pytest.fixture
def hub():
    process = subprocess.Popen([sys.executable, "-c", HUB.format(tools=str(ROOT / "tools"))])
    yield psutil.Process(process.pid)
    process.kill()
    process.wait()


def test_what_a_killed_child_leaves_behind_is_killed_too(hub):
    until(lambda: len(hub.children(recursive=True)) == 2)
    grown, grandchild = hub.children()[0], hub.children(recursive=True)[1]
    grown.kill()
    until(lambda: not grandchild.is_running())
    until(lambda: len(hub.children(recursive=True)) == 2)


def test_everything_ends_with_the_hub(hub):
    until(lambda: len(hub.children(recursive=True)) == 2)
    family = hub.children(recursive=True)
    hub.terminate()
    until(lambda: not any(process.is_running() for process in family))


def test_children_end_when_the_hub_is_killed(hub):
    until(lambda: len(hub.children(recursive=True)) == 2)
    grown = hub.children()[0]
    hub.kill()
    until(lambda: not grown.is_running() or grown.status() == psutil.STATUS_ZOMBIE)


def test_processes_of_a_parent_that_adopts_nothing_are_left_alone():
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    family = Family([child("import time; time.sleep(60)")])
    family.start()
    family.children[0].process.kill()
    until(lambda: family.children[0].process is None, family)
    family.end()
    assert other.poll() is None
    other.kill()
    other.wait()
