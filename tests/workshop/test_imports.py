"""What it costs those who hold no workshop: nothing."""

from __future__ import annotations

import subprocess
import sys

ALL_OTHERS = """
import sys
from importlib import import_module
from flowtrim.cli.command_group import _COMMANDS
import flowtrim
for place in _COMMANDS.values():
    import_module(place)
print(sorted({name.partition(".")[0] for name in sys.modules} & {"starlette", "uvicorn", "segno"}),
      any(name.startswith("flowtrim.workshop") for name in sys.modules))
"""


def test_no_command_imports_a_web_server_before_a_workshop_is_asked_for():
    told = subprocess.run([sys.executable, "-c", ALL_OTHERS], capture_output=True, text=True, check=True)

    assert "[] False\n" == told.stdout
