"""A workshop under load: 50 phones vote 25 times a second for a minute, and a decision is shown in the room.

``python benchmarks/workshop.py [SECONDS]`` starts a server on the showcase, on loopback, and prints: votes sent and
confirmed, the 95th percentile until a vote is confirmed and until all phones have heard of it, the memory of the server
ten seconds after the start and at the end, and the processor time that a decision takes until the room has its picture.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

PHONES, VOTES_A_SECOND = 50, 25
SHOWCASE = Path(__file__).parents[1] / "samples" / "billing-question" / "process.yml"
_TICKS = os.sysconf("SC_CLK_TCK")


class Phone:
    """A client that keeps its cookie and, on a connection of its own, the version that it has heard of."""

    def __init__(self, port: int) -> None:
        self._port, self._cookies = port, ""
        self.version, self.heard = 0, asyncio.Event()

    async def ask(self, path: str, value: object = None) -> tuple[int, bytes]:
        """Send a request of its own connection, and return the status and the body."""
        body = b"" if value is None else json.dumps(value).encode()
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(self._head("GET" if value is None else "POST", path, len(body)) + body)
        head, _, rest = (await reader.read()).partition(b"\r\n\r\n")
        writer.close()
        if found := re.search(rb"set-cookie: ([^;]+)", head, re.IGNORECASE):
            self._cookies = "; ".join(filter(None, (self._cookies, found[1].decode())))
        return int(head.split()[1]), rest

    def _head(self, method: str, path: str, length: int) -> bytes:
        lines = (
            f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self._port}", f"Origin: http://127.0.0.1:{self._port}",
            "Content-Type: application/json", f"Cookie: {self._cookies}", f"Content-Length: {length}",
            "Connection: close", "", "",
        )  # fmt: skip
        return "\r\n".join(lines).encode()

    async def listen(self) -> None:
        """Hear every version that the server tells of, for as long as it runs."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(self._head("GET", "/live", 0))
        while line := await reader.readline():
            if found := re.search(rb'"version": (\d+)', line):
                self.version = int(found[1])
                self.heard.set()
                self.heard.clear()

    async def until(self, version: int) -> float:
        """Return the time at which a version, or a later one, was heard of."""
        while self.version < version:
            await self.heard.wait()
        return time.perf_counter()


async def vote(phone: Phone, all_phones: Sequence[Phone], question: str, choice: str) -> tuple[bool, float, float]:
    """Vote, and return whether it counts, after how long that was said, and after how long all phones knew."""
    begun, before = time.perf_counter(), min(one.version for one in all_phones)
    status, _ = await phone.ask("/do", {"what": "voted", "question": question, "choice": choice})
    confirmed = time.perf_counter()
    known = max(await asyncio.gather(*(one.until(before + 1) for one in all_phones)))
    return status == 204, confirmed - begun, max(known, confirmed) - begun


async def load(facilitator: Phone, port: int, pid: int, seconds: int) -> None:
    """Let the phones vote, and print what was measured."""
    phones = [Phone(port) for _ in range(PHONES)]
    for phone in phones:
        await phone.ask("/join", {"role": "", "pin": ""})
    streams = [asyncio.create_task(phone.listen()) for phone in phones]
    question = json.loads((await facilitator.ask("/state/facilitator"))[1])["agenda"][0]["key"]
    for act in ({"what": "asked", "question": question}, {"what": "revealed"}, {"what": "votecalled"}):
        await facilitator.ask("/lead", act)
    voting, memory, choices = [], 0, ("keep", "drop", "change", "unsure")
    for number in range(seconds * VOTES_A_SECOND):
        if number == min(10, seconds // 2) * VOTES_A_SECOND:
            memory = resident(pid)
        one = vote(phones[number % PHONES], phones, question, choices[number // PHONES % len(choices)])
        voting.append(asyncio.create_task(one))
        await asyncio.sleep(1 / VOTES_A_SECOND)
    told = await asyncio.gather(*voting)
    print(f"votes {len(told)}, confirmed {sum(counts for counts, _, _ in told)}")
    print(f"p95 until confirmed {at(0.95, [one[1] for one in told]) * 1000:.1f} ms")
    print(f"p95 until all phones know {at(0.95, [one[2] for one in told]) * 1000:.1f} ms")
    print(f"memory {memory:.1f} MiB after ten seconds, {resident(pid):.1f} MiB at the end")
    await facilitator.ask("/lead", {"what": "counted"})
    for stream in streams:
        stream.cancel()


async def decision(facilitator: Phone, pid: int) -> None:
    """Decide something, fetch what the room shows of it, and print the processor time of the server."""
    before = processor(pid)
    step = {"what": "decided", "verb": "drop", "at": "file-form", "because": "Nobody reads it."}
    status, said = await facilitator.ask("/lead", step)
    assert status == 204, said
    for path in ("/state/room", "/picture/map.svg"):
        await facilitator.ask(path)
    print(f"decision until the room's picture {(processor(pid) - before) * 1000:.0f} ms of processor time")


def at(share: float, values: Sequence[float]) -> float:
    """Return the value that so large a share does not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def resident(pid: int) -> float:
    """Return the memory of a process in MiB."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
    return int(found[1]) / 1024 if found else 0.0


def processor(pid: int) -> float:
    """Return the seconds of processor time that a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


async def measure(address: str, pid: int, seconds: int) -> None:
    """Measure a server by the address and the secret that it printed for the facilitator."""
    port = int(re.findall(r":(\d+)/", address)[0])
    facilitator = Phone(port)
    await facilitator.ask("/enter", {"secret": address.partition("#")[2]})
    await load(facilitator, port, pid, seconds)
    await decision(facilitator, pid)


def main() -> None:
    """Measure for a minute, or for the seconds that were given."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(shutil.copy(SHOWCASE, folder))
        command = [sys.executable, "-u", "-m", "flowtrim", "workshop", str(file), "--port", "0"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
            try:
                address = (server.stdout or sys.stdin).readline().split()[1]
                asyncio.run(measure(address, server.pid, int(sys.argv[1]) if len(sys.argv) > 1 else 60))
            finally:
                server.terminate()


if __name__ == "__main__":
    main()
