"""No command asks anybody anything: seen in a network of its own, where every packet that leaves is written down."""

from __future__ import annotations

import os
import sys

import pytest

from flowtrim.cli import front
from flowtrim.cli.command_group import _OTHER_NAMES
from tests import packets
from tests.cli.every_command import CALLS, SERVES, TYPED, lay_out
from tests.days import ON_THE_DAY

watched = pytest.mark.skipif(not packets.can_watch(), reason="needs network namespaces, as Linux has them")
FLOWTRIM = [sys.executable, "-m", "flowtrim"]
BROWSER = {**os.environ, "BROWSER": "true", "COLUMNS": "80"}


def test_every_command_is_in_the_table():
    assert {*front.list_commands(None), *_OTHER_NAMES, "help"} == set(CALLS)


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory):
    place = tmp_path_factory.mktemp("place")
    lay_out(place)
    return place


@watched
@pytest.mark.parametrize("call", [call for calls in CALLS.values() for call in calls], ids=" ".join)
def test_no_packet_leaves_the_machine_and_no_name_is_looked_up(laid_out, call):
    dated = "--today" in _help_of(call[0])
    serving = ["timeout", "--signal", "INT", "5"] if call[0] in SERVES and "--print" not in call else []
    command = [*serving, *FLOWTRIM, *call, *(ON_THE_DAY if dated else ())]
    sent, run = packets.packets_of(command, cwd=laid_out, input=TYPED, env=BROWSER, timeout=120)

    assert [] == sent
    assert run.returncode in (124, 130, 0) if serving else run.returncode in (0, 1), run.stderr


def _help_of(name):
    command = front.get_command(None, name)
    return {option for parameter in command.params for option in parameter.opts} if command else set()


@watched
def test_a_packet_that_leaves_is_seen(tmp_path):
    asking = "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.sendto(b'?', ('203.0.113.9', 53))"

    assert ["UDP 203.0.113.9:53"] == packets.packets_of([sys.executable, "-c", asking], cwd=tmp_path)[0]


@watched
def test_a_page_that_asks_for_a_picture_elsewhere_gets_none(tmp_path):
    printing = (
        "from flowtrim.reports.media.pdf import as_pdf; as_pdf('<h1>Pay</h1><img src=\"http://example.org/x.png\">')"
    )

    assert [] == packets.packets_of([sys.executable, "-c", printing], cwd=tmp_path)[0]
