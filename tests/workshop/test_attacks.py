"""What somebody who means harm may try on the same network."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.workshop.conftest import CLAIM, Client, Server

STAMP = "step:stamp:why"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1"])
def test_a_name_that_was_rebound_to_this_machine_is_not_answered(client, host):
    assert 421 == client().ask("/state/join", Host=host)[0]


@pytest.mark.parametrize("origin", ["http://evil.example", "null", ""])
def test_what_another_page_posts_is_refused(facilitator, origin):
    assert 403 == facilitator.ask("/lead", {"what": "asked", "question": STAMP}, Origin=origin)[0]


def test_a_form_of_another_page_cannot_pass_for_json(facilitator):
    assert 415 == facilitator.ask("/lead", {"what": "ended"}, Content_Type="text/plain")[0]


def test_a_huge_body_is_refused(client):
    assert 413 == client().ask("/join", b'"' + b"x" * 20_000 + b'"')[0]


@pytest.mark.parametrize("body", [b"", b"[", b"{}", b'{"what": "opened"}', b'{"what":"joined","role":"","token":"x"}'])
def test_what_no_page_sends_is_refused(phone, body):
    assert 400 == phone().ask("/do", body)[0]


@pytest.mark.parametrize(
    "path", ["/../setup.cfg", "/%2e%2e/%2e%2e/etc/passwd", "/picture/..%2f..%2fclaim.yml", "/app.py"]
)
def test_no_path_reaches_a_file(phone, path):
    assert 404 == phone().ask(path)[0]


def test_nobody_can_speak_for_another_device(phone, facilitator):
    facilitator.lead("asked", question=STAMP)

    assert 400 == phone().do("wrote", question=STAMP, text="x", device=1)[0]


@pytest.mark.parametrize("what", ["revealed", "votecalled", "counted", "ended"])
def test_a_participant_cannot_lead(phone, what):
    assert 409 == phone().lead(what)[0]


@pytest.mark.parametrize("screen", ["room", "facilitator"])
def test_a_participant_sees_no_other_screen(phone, screen):
    assert 403 == phone().ask(f"/state/{screen}")[0]


def test_a_stranger_learns_nothing_of_the_room(client, facilitator):
    facilitator.lead("asked", question=STAMP)

    assert {"version", "device", "door", "all_roles", "pin_needed"} == set(client().state("join"))
    assert [403, 403] == [client().ask(path)[0] for path in ("/picture/map.svg", "/live")]


def test_an_idea_is_credited_to_the_role_of_the_device_whatever_it_says(phone, server):
    phone("Clerk").do("idea", text="Pay at once.", kind="process", at="", role="Manager")

    assert "Clerk" == server.journal[-1]["role"]


def test_the_secret_of_a_device_does_not_stand_in_the_journal(phone, server):
    clerk = phone()

    joined = server.journal[-1]
    assert "joined" == joined["what"]
    assert 409 != clerk.do("asklater", question="")[0] or len(joined["token"]) == 64


def test_texts_are_data(phone, facilitator, screen, server):
    facilitator.lead("asked", question=STAMP)
    phone().do("wrote", question=STAMP, text="<img src=x onerror=alert(1)>")
    facilitator.lead("revealed")
    room = screen(server.room)

    room.get_by_text("<img src=x").wait_for()

    assert 0 == room.locator("#answers img").count()


class OnASmallDisk(Server):
    """A server that can write no file of more than 8 kB, as on a disk that is full."""

    def start(self, *_: str) -> None:
        command = f"ulimit -f 8; exec {sys.executable} -u -m flowtrim workshop {self.file} --port 0"
        self.process = subprocess.Popen(
            ["bash", "-c", command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        said = [self.process.stdout.readline() for _ in range(3)]
        self.facilitator, self.room, phones = (line.split()[1] for line in said)
        self.pin, self.url = "", phones.rstrip("/")


def test_on_a_full_disk_nothing_more_is_confirmed_and_all_screens_say_so(tmp_path):
    file = tmp_path / "claim.yml"
    file.write_text(CLAIM, encoding="utf-8")
    server = OnASmallDisk(file)
    facilitator, phone = Client(server), Client(server)
    facilitator.ask("/enter", {"secret": server.facilitator.partition("#")[2]})
    phone.ask("/join", {"role": "Clerk", "pin": ""})
    facilitator.lead("asked", question="step:stamp:why")

    answers = [f"Answer {number}: {'because ' * 30}" for number in range(40)]
    confirmed = [text for text in answers if phone.do("wrote", question="step:stamp:why", text=text)[0] == 204]
    problems = [facilitator.state("room")["problem"], phone.state("join")["problem"]]
    server.kill()
    kept = [said["text"] for said in server.journal if said["what"] == "wrote"]

    assert 0 < len(confirmed) < len(answers)
    assert confirmed == kept
    assert all(problems)


def test_a_decision_before_the_reveal_does_not_tell_who_wrote_its_reason(facilitator, phone):
    clerk = phone("Clerk")
    facilitator.lead("asked", question=STAMP)
    clerk.do("wrote", question=STAMP, text="Habit.")
    facilitator.lead("decided", verb="drop", at="stamp", because="Habit.")

    assert [""] == [one["role"] for one in facilitator.state("facilitator")["log"]]

    facilitator.lead("revealed")
    assert ["Clerk"] == [one["role"] for one in facilitator.state("facilitator")["log"]]
