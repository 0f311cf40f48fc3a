from __future__ import annotations

import subprocess
import sys

import pytest

import flowtrim


@pytest.mark.parametrize("name", [name for name in flowtrim.__all__ if name != "__version__"])
def test_every_name_of_the_front_door_leads_somewhere_and_is_explained(name):
    assert getattr(flowtrim, name).__doc__


def test_the_front_door_lists_what_it_fetches():
    assert {*flowtrim._ROOMS, "__version__"} == set(flowtrim.__all__)


def test_the_front_door_tells_editors_what_there_is():
    assert sorted(flowtrim.__all__) == dir(flowtrim)


def test_an_unknown_name_is_refused_in_words():
    with pytest.raises(AttributeError, match="flowtrim has no name 'analyze_everything'"):
        flowtrim.analyze_everything  # noqa: B018 - looking is the point


def test_opening_the_front_door_loads_no_room():
    code = "import sys, flowtrim; print(*sorted(m for m in sys.modules if m.startswith(('flowtrim', 'networkx'))))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "flowtrim flowtrim._version\n" == done.stdout
