"""A workshop put on the network of this machine: addresses, the server, and what the terminal says."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address

from starlette.applications import Starlette

from flowtrim.errors import OutputError
from flowtrim.workshop.hosting import Hosting

LOOPBACK = "127.0.0.1"
_ELSEWHERE = ("192.0.2.1", 9)
"""An address for documentation: nothing is sent, the system only chooses the way that it would take."""


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
