"""How a workshop is reached: its address, secrets of the terminal, a PIN that cannot be guessed in time."""

from __future__ import annotations

import secrets
import socket
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address

from msgspec import Struct, field
from starlette.applications import Starlette

from flowtrim.errors import OutputError
from flowtrim.sentences import say
from flowtrim.workshop.meeting import RefusedError

LOOPBACK = "127.0.0.1"
_ELSEWHERE = ("192.0.2.1", 9)
"""An address for documentation: nothing is sent, the system only chooses the way that it would take."""
_TRIES = 5
_OF_ALL = 50
_WITHIN = 60.0
"""Seconds in which one address may try a PIN so often, and all of them together: 10⁶ PINs take two weeks."""


def _secret() -> str:
    return secrets.token_urlsafe(24)


def _pin() -> str:
    return f"{secrets.randbelow(10**6):06}"


class Tries(Struct):
    """Wrong PINs lately, by the address that they came from."""

    wrong: deque[tuple[float, str]] = field(default_factory=deque)
    told: int = 0

    def check(self, address: str, *, now: float) -> None:
        """Forget wrong ones of more than a minute ago, and refuse to try another one after too many.

        ``now`` counts in seconds.

        Raises:
            RefusedError: there were too many of late, from this address or from all together.
        """
        while self.wrong and self.wrong[0][0] < now - _WITHIN:
            self.wrong.popleft()
        own = sum(one == address for _, one in self.wrong)
        if own >= _TRIES or len(self.wrong) >= _OF_ALL:
            raise RefusedError(say("Too many wrong PINs: wait a minute, and read it from the screen again."))

    def count(self, address: str, *, now: float) -> None:
        """Remember a wrong one."""
        self.wrong.append((now, address))
        self.told += 1


class Hosting(Struct):
    """How a workshop is reached: ``hosts`` are the names under which this server answers, such as 127.0.0.1:8000.

    ``pin`` is None where only this machine can reach it. ``facilitator`` and ``room`` are secrets that the terminal
    prints; ``join`` is the address for the phones, None where there is none that they could reach.
    """

    hosts: frozenset[str]
    pin: str | None = None
    join: str | None = None
    facilitator: str = field(default_factory=_secret)
    room: str = field(default_factory=_secret)
    tries: Tries = field(default_factory=Tries)

    @classmethod
    def shared(cls, hosts: frozenset[str], join: str | None) -> Hosting:
        """Return a hosting for a network, with a PIN."""
        return cls(hosts, pin=_pin(), join=join)

    def admit(self, pin: str, address: str) -> None:
        """Let a device in that knows the PIN.

        Raises:
            RefusedError: it does not, or there were too many tries.
        """
        if self.pin is None:
            return
        now = time.monotonic()
        self.tries.check(address, now=now)
        if not secrets.compare_digest(pin.strip().encode(), self.pin.encode()):
            self.tries.count(address, now=now)
            raise RefusedError(say("That is not the PIN on the screen."))

    def is_facilitator(self, secret: str) -> bool:
        """Whether a secret is that of the facilitator; compared in constant time."""
        return secrets.compare_digest(secret.encode(), self.facilitator.encode())

    def is_room(self, secret: str) -> bool:
        """Whether a secret is that of the room's screen."""
        return secrets.compare_digest(secret.encode(), self.room.encode())


def lan_address() -> str | None:
    """Return the address of this machine on the network, verified by binding to it; None where there is none."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(_ELSEWHERE)
        found = str(probe.getsockname()[0])
        return found if is_reachable(found) else None
    return None


def is_reachable(address: str) -> bool:
    """Whether an address belongs to this machine and is one that others can reach.

    >>> is_reachable("127.0.0.1"), is_reachable("no address")
    (False, False)
    """
    with suppress(OSError, ValueError), socket.socket() as probe:
        probe.bind((address, 0))
        return not (ip_address(address).is_loopback or ip_address(address).is_unspecified)
    return False


def bound(address: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        OutputError: the port is taken, or the address is not one of this machine.
    """
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((address, port))
        # whoever opens the address that is printed next waits until the server is up, and is not refused
        listening.listen()
    except (OSError, OverflowError) as refusal:
        listening.close()
        raise OutputError(f"{address}:{port} cannot be listened on: {refusal}. Name another --port.") from refusal
    return listening


def hosting(port: int, *, share: bool, host: str | None) -> Hosting:
    """Return how a workshop is reached.

    Raises:
        OutputError: it is to be shared, and there is no address that others could reach.
    """
    local = {f"{LOOPBACK}:{port}", f"localhost:{port}"}
    if not share:
        return Hosting(frozenset(local))
    address = host or lan_address()
    if address is None or not is_reachable(address):
        said = f"{host} is no address of this machine that others could reach." if host else "There is no network."
        raise OutputError(f"{said} Name another one with --host, or hand out the sheet of --print.")
    return Hosting.shared(frozenset({*local, f"{address}:{port}"}), f"http://{address}:{port}/")


def serve(app: Starlette, listening: socket.socket, *, ready: Callable[[], None]) -> None:
    """Serve until somebody stops it; ``ready`` is called right before."""
    import uvicorn

    ready()
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=1,
    )
    uvicorn.Server(config).run(sockets=[listening])
