from __future__ import annotations

import json

from flowtrim.cli import front, run


def test_the_schema_is_json_that_editors_understand(capsys):
    assert 0 == run(front, ["schema"])

    schema = json.loads(capsys.readouterr().out)
    assert "http://json-schema.org/draft-07/schema#" == schema["$schema"]
    assert {"process", "steps"} <= set(schema["properties"])


def test_the_help_shows_the_line_to_copy_and_no_marks_of_its_own(capsys):
    run(front, ["schema", "--help"])
    lines = capsys.readouterr().out.splitlines()

    assert "  # yaml-language-server: $schema=flowtrim.schema.json" in lines
