"""Who may do what: secrets of the terminal, devices known by a cookie, a PIN that cannot be guessed in time."""

from __future__ import annotations

import secrets
import time
from collections import deque

from msgspec import Struct, field

from flowtrim.sentences import say
from flowtrim.workshop.meeting import RefusedError

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
        """Raise RefusedError where there were too many of late."""
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
