"""Requests over kept connections, by wrk where it is installed, else by a small client of our own in two processes."""

import asyncio
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS, PROCESSES = 16, 2
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}
# Every thread of wrk starts at another place of the list.
SCRIPT = """
local threads = 0
function setup(thread) thread:set("number", threads); threads = threads + 1 end
function init(args)
  paths = {}
  for line in io.lines("%s") do paths[#paths + 1] = line end
  at = math.floor(number * #paths / %d)
end
function request()
  at = at %% #paths + 1
  return wrk.format("GET", paths[at])
end
"""


@dataclass(frozen=True)
class Load:
    """What came of it: requests a second, milliseconds, answers that were no 200."""

    rate: float
    p50: float
    p99: float
    requests: int
    bad: int
    client: str


def load(port: int, paths: Sequence[str], seconds: float, headers: Mapping[str, str]) -> Load:
    """Ask for ``paths`` in turn over 16 connections."""
    with tempfile.TemporaryDirectory(prefix="hub-load-") as name:
        listed = Path(name) / "paths"
        listed.write_text("\n".join(paths) + "\n")
        if program := shutil.which("wrk"):
            return _by_wrk(program, port, listed, seconds, headers)
        return _by_ourselves(port, listed, seconds, headers)


def _by_wrk(program: str, port: int, listed: Path, seconds: float, headers: Mapping[str, str]) -> Load:
    script = listed.with_name("paths.lua")
    script.write_text(SCRIPT % (listed, PROCESSES))
    command = [program, f"-t{PROCESSES}", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "--latency", "--timeout=30s"]
    command += [f"-s{script}", *(f"-H{name}: {value}" for name, value in headers.items()), f"http://127.0.0.1:{port}"]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    bad = sum(int(number) for number in re.findall(r"Non-2xx or 3xx responses: (\d+)", out))
    for row in re.findall(r"Socket errors: (.*)", out):
        bad += sum(int(number) for number in re.findall(r"\d+", row))
    requests = int(re.search(r"(\d+) requests in", out)[1])  # type: ignore[index]
    rate = float(re.search(r"Requests/sec: +([\d.]+)", out)[1])  # type: ignore[index]
    return Load(rate, _latency(out, "50"), _latency(out, "99"), requests, bad, "wrk")


def _latency(out: str, share: str) -> float:
    value, unit = re.search(rf"^ +{share}% +([\d.]+)([a-z]+)", out, re.MULTILINE).groups()  # type: ignore[union-attr]
    return float(value) * UNITS[unit]


def _by_ourselves(port: int, listed: Path, seconds: float, headers: Mapping[str, str]) -> Load:
    command = [sys.executable, __file__, str(port), str(listed), str(seconds), json.dumps(dict(headers))]
    children = [subprocess.Popen([*command, str(number)], stdout=subprocess.PIPE, text=True) for number in range(PROCESSES)]
    answers = [json.loads(child.communicate()[0]) for child in children]
    times = sorted(each for answer in answers for each in answer["times"])
    rate = sum(len(answer["times"]) / answer["seconds"] for answer in answers)
    place = len(times) - 1
    return Load(
        rate, times[place // 2], times[int(place * 0.99)], len(times), sum(each["bad"] for each in answers), "own client"
    )


async def _ask(port: int, paths: Sequence[str], until: float, head: str, times: list[float]) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    bad = at = 0
    while time.perf_counter() < until:
        began = time.perf_counter()
        writer.write(f"GET {paths[at % len(paths)]} HTTP/1.1\r\n{head}\r\n".encode())
        answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = re.search(r"content-length: (\d+)", answer)
        if length is None:
            raise ValueError(f"an answer without its length:\n{answer}")
        await reader.readexactly(int(length[1]))
        times.append((time.perf_counter() - began) * 1000)
        bad += answer[9:12] != "200"
        at += 1
    writer.close()
    return bad


async def _run(port: int, paths: Sequence[str], seconds: float, headers: Mapping[str, str]) -> dict[str, object]:
    head = "".join(f"{name}: {value}\r\n" for name, value in ({"Host": f"127.0.0.1:{port}"} | dict(headers)).items())
    times: list[float] = []
    began, count = time.perf_counter(), CONNECTIONS // PROCESSES
    parts = [paths[len(paths) * number // count :] + paths[: len(paths) * number // count] for number in range(count)]
    bad = await asyncio.gather(*(_ask(port, part, began + seconds, head, times) for part in parts))
    return {"times": times, "seconds": time.perf_counter() - began, "bad": sum(bad)}


if __name__ == "__main__":
    port, listed, seconds, headers, number = sys.argv[1:]
    all_paths = Path(listed).read_text().split("\n")[:-1]
    cut = len(all_paths) * int(number) // PROCESSES
    print(json.dumps(asyncio.run(_run(int(port), all_paths[cut:] + all_paths[:cut], float(seconds), json.loads(headers)))))
