from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

AXE = Path(os.environ.get("NODE_PATH") or "nowhere") / "axe-core" / "axe.min.js"
PATIENCE = 60_000
"""Milliseconds."""

CLAIM = """\
process: Expense claim
why: Staff get back what they spent for the company.
customer: Employee
outputs: [payment]
steps:
  - {id: fill, name: Fill in the claim, owner: Employee, outputs: [claim]}
  - {id: stamp, name: Stamp the claim, owner: Clerk}
  - {id: check, name: Check the claim, owner: Manager, inputs: [claim]}
  - {id: pay, name: Pay the claim, owner: Payroll, outputs: [payment]}
"""


class Server:
    """A workshop in a process of its own, as a person starts it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.start()

    def start(self, *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "flowtrim", "workshop", str(self.file), "--port", "0", *options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        said = [self.process.stdout.readline() for _ in range(3)]
        self.facilitator, self.room, phones = (line.split()[1] for line in said)
        self.pin = (re.findall(r"PIN (\d{6})", said[2]) or [""])[0]
        self.url = phones.rstrip("/")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()

    @property
    def journal(self) -> list[dict]:
        text = Path(f"{self.file}.journal.jsonl").read_text(encoding="utf-8")
        return [json.loads(line)["said"] for line in text.splitlines()]


class Client:
    """A browser without a screen: it keeps its cookies, and says where it comes from."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar())).open

    def ask(self, path: str, value: object = None, **headers: str) -> tuple[int, str]:
        own = {"Origin": self.server.url, "Content-Type": "application/json"} if value is not None else {}
        data = value if isinstance(value, bytes) else None if value is None else json.dumps(value).encode()
        told = own | {name.replace("_", "-"): text for name, text in headers.items()}
        request = urllib.request.Request(self.server.url + path, data=data, headers=told)
        try:
            with self._open(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read().decode()

    def state(self, screen: str) -> dict:
        status, body = self.ask(f"/state/{screen}")
        assert 200 == status, body
        return json.loads(body)

    def lead(self, what: str, **told: object) -> tuple[int, str]:
        return self.ask("/lead", {"what": what, **told})

    def do(self, what: str, **told: object) -> tuple[int, str]:
        return self.ask("/do", {"what": what, **told})


@pytest.fixture
def server(tmp_path):
    file = tmp_path / "claim.yml"
    file.write_text(CLAIM, encoding="utf-8")
    running = Server(file)
    yield running
    running.kill()


@pytest.fixture
def client(server):
    return lambda: Client(server)


@pytest.fixture
def facilitator(client):
    made = client()
    assert 204 == made.ask("/enter", {"secret": made.server.facilitator.partition("#")[2]})[0]
    return made


@pytest.fixture
def phone(client):
    """Join as a role."""

    def make(role: str = "Clerk") -> Client:
        made = client()
        assert 204 == made.ask("/join", {"role": role, "pin": made.server.pin})[0]
        return made

    return make


@pytest.fixture
def screen(browser):
    """Open an address in a context of its own; what the console says is in ``said``."""
    contexts = []

    def make(address: str, *, width: int = 1366, height: int = 768, **options):
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, **options))
        contexts[-1].set_default_timeout(PATIENCE)
        page = contexts[-1].new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto(address)
        return page

    yield make
    for context in contexts:
        context.close()
