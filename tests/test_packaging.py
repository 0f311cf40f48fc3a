"""What is written twice must agree: the packages in setup.cfg and the folders on the disk."""

import configparser
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_setup_lists_every_package():
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    listed = set(setup["options"]["packages"].split())
    folders = {".".join(path.parent.relative_to(ROOT).parts) for path in (ROOT / "flowtrim").rglob("*.py")}

    assert folders | {"flowtrim.samples"} == listed


def test_the_archive_of_the_sources_holds_what_the_readme_links_to():
    held = (ROOT / "MANIFEST.in").read_text(encoding="utf-8").split()
    links = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / "README.md").read_text(encoding="utf-8"))

    assert {"docs", "samples"} <= {link.partition("/")[0] for link in links}
    assert [] == [link for link in links if link.partition("/")[0] not in held and not link.endswith(".md")]
    assert [] == [link for link in links if "/" not in link and "*.md" not in held]
