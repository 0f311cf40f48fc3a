"""Who gets in, and how often somebody may guess."""

from __future__ import annotations

import pytest

from flowtrim.errors import OutputError
from flowtrim.workshop.hosting import Hosting, hosting
from flowtrim.workshop.meeting import RefusedError


def wrong(pin: str) -> str:
    return f"{(int(pin) + 1) % 10**6:06}"


def test_a_pin_cannot_be_guessed_from_one_address():
    shared = Hosting.shared(frozenset(), "http://192.0.2.7:8765/")
    for _ in range(5):
        with pytest.raises(RefusedError, match="not the PIN"):
            shared.admit(wrong(shared.pin), "192.0.2.8")

    with pytest.raises(RefusedError, match="Too many"):
        shared.admit(shared.pin, "192.0.2.8")
    shared.admit(shared.pin, "192.0.2.9")


def test_many_addresses_together_cannot_guess_either():
    shared = Hosting.shared(frozenset(), "http://192.0.2.7:8765/")
    for number in range(50):
        with pytest.raises(RefusedError, match="not the PIN"):
            shared.admit(wrong(shared.pin), f"192.0.2.{number}")

    with pytest.raises(RefusedError, match="Too many"):
        shared.admit(shared.pin, "198.51.100.1")


@pytest.mark.parametrize("host", ["127.0.0.1", "203.0.113.77", "example"])
def test_no_phone_is_sent_to_an_address_that_it_cannot_reach(host):
    with pytest.raises(OutputError, match="--print"):
        hosting(8765, share=True, host=host)


def test_without_sharing_only_this_machine_is_answered():
    assert ({"127.0.0.1:8765", "localhost:8765"}, None) == (hosting(8765, share=False, host=None).hosts, None)
