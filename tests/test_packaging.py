"""What is written twice must agree: the packages in setup.cfg and the folders on the disk."""

import configparser
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_setup_lists_every_package():
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    listed = set(setup["options"]["packages"].split())
    folders = {".".join(path.parent.relative_to(ROOT).parts) for path in (ROOT / "flowtrim").rglob("*.py")}

    assert folders | {"flowtrim.samples"} == listed
