"""A command run where the only network is one that nobody answers on, and the packets that left.

Run as a script inside a network namespace of its own, it makes a device with a way to everywhere, runs the command, and
prints a line for each TCP or UDP packet that was to leave the machine, and for each question to a name server.
"""

from __future__ import annotations

import os
import shutil
import socket
import struct
import subprocess
import sys
from functools import cache
from pathlib import Path

SET_UP = (
    "link set lo up",
    "link add watched type veth peer name beyond",
    "link set watched arp off up",
    "link set beyond arp off up",
    "address add 198.51.100.2/24 dev watched",
    "route add default dev watched",
    "-6 address add 2001:db8::2/64 dev watched nodad",
    "-6 route add default dev watched",
)
_IPV4, _IPV6, _TCP, _UDP, _NAMES = 0x0800, 0x86DD, 6, 17, (53, 5353, 5355)


@cache
def can_watch():
    """Whether this system lets us have a network of our own."""
    return (
        all(map(shutil.which, ("unshare", "ip")))
        and not subprocess.run([*_apart(), "ip", *SET_UP[1].split()], check=False, capture_output=True).returncode
    )


def packets_of(command, **options):
    """Run a command, and return what it sent elsewhere, a line for each packet, and the run itself."""
    report = Path(options["cwd"]) / ".packets"
    run = subprocess.run(
        [*_apart(), sys.executable, __file__, str(report), *command],
        check=False,
        capture_output=True,
        text=True,
        **options,
    )
    sent = report.read_text().splitlines()
    report.unlink()
    return sent, run


def _apart():
    return ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--net", "--map-root-user"]


def told(frame, device):
    """Return where a packet goes; None for one that stays here or belongs to no connection.

    >>> told(bytes(12) + bytes.fromhex("0800 45000020 00000000 40110000 c6336402 08080808 d431 0035"), "watched")
    'UDP 8.8.8.8:53'
    """
    (kind,) = struct.unpack_from("!H", frame, 12)
    if kind == _IPV4:
        protocol, at = frame[23], 14 + 4 * (frame[14] & 15)
        address = socket.inet_ntop(socket.AF_INET, frame[30:34])
    elif kind == _IPV6:
        protocol, at = frame[20], 54
        address = socket.inet_ntop(socket.AF_INET6, frame[38:54])
    else:
        return None
    if protocol not in (_TCP, _UDP):
        return None
    (port,) = struct.unpack_from("!H", frame, at + 2)
    if device == "beyond" or (device == "lo" and port not in _NAMES):
        return None
    return f"{'TCP' if protocol == _TCP else 'UDP'} {address}:{port}"


def main(report, command):
    """Run the command, and write down what left."""
    for words in SET_UP:
        subprocess.run(["ip", *words.split()], check=True)
    seen = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    seen.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 24)
    code = subprocess.run(command, check=False).returncode
    seen.setblocking(False)
    sent = []
    try:
        while True:
            frame, address = seen.recvfrom(1 << 16)
            sent.append(told(frame, address[0]))
    except BlockingIOError:
        Path(report).write_text("".join(f"{line}\n" for line in sent if line))
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
