"""Messages in six languages: nothing is missing, and an English run loads no catalogue."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from docs.messages import CATALOGUES, problems, read, templates
from flowtrim.measures import Survey
from flowtrim.model import Process, Step
from flowtrim.reports.process.process_json import as_json
from flowtrim.rules import find_rule
from flowtrim.sentences import LANGUAGES, counted, listed, messages, quoted, quoted_list, say

ROOT = Path(__file__).parents[1]
STEPS = (Step("tell", "Tell {name}", reviewed=date(2024, 1, 1)),)


def said(rule: str, process: Process) -> str:
    (finding,) = find_rule(rule).check(Survey(process, today=date(2026, 1, 1)))
    return finding.message


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.parts[-3])
def test_a_catalogue_misses_nothing(file):
    assert [] == list(problems(read(file)))


@pytest.mark.parametrize("language", ["de", "es", "fr"])
def test_no_line_breaks_between_a_number_and_its_per_cent(language):
    (file,) = (file for file in CATALOGUES if file.parts[-3] == language)
    texts = [text for one in read(file) for text in ([one.string] if isinstance(one.string, str) else one.string)]
    told = [text for text in texts if "%" in text]

    assert len(told) > 15
    assert [] == [text for text in told if re.search(r"[\d}][ \n]?%", text)]


def test_chinese_has_one_word_for_what_was_found():
    (file,) = (file for file in CATALOGUES if file.parts[-3] == "zh_Hans")
    words = {one.id: one.string for one in read(file) if isinstance(one.string, str)}
    told = {text: words[text] for text in words if text and re.search(r"\bfindings?\b(?!})", text, re.IGNORECASE)}

    assert len(told) > 5
    assert [] == [text for text, chinese in told.items() if "发现" not in chinese]
    assert not any("检查结果" in text for text in words.values())


def test_every_language_has_a_catalogue():
    assert sorted(LANGUAGES.values()) == [file.parts[-3] for file in CATALOGUES]


def test_a_missing_a_lost_and_a_mangled_message_are_told():
    broken = read(CATALOGUES[0])
    broken.delete("The process was never reviewed in full.")
    broken.add("Nobody says so any more.", "Keiner sagt es mehr.")
    broken["'{name}'"].string = "„{nombre}“"
    told = [re.search("is missing|in the code|other parts", one)[0] for one in problems(broken)]
    assert ["in the code", "is missing", "other parts"] == sorted(told)


def test_a_template_that_is_put_together_is_refused(tmp_path, monkeypatch):
    (tmp_path / "glued.py").write_text("from flowtrim.sentences import say\nsay(f'{1}')\n", encoding="utf-8")
    monkeypatch.setattr("docs.messages.PACKAGE", tmp_path)
    with pytest.raises(SyntaxError, match="line 2: say needs its whole template"):
        templates()


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "The process was never reviewed in full. It was created 12 months ago."),
        ("de-AT", "Der Prozess wurde noch nie vollständig überprüft. Er wurde vor 12 Monaten angelegt."),
        ("es", "El proceso nunca se ha revisado por completo. Se creó hace 12 meses."),
        ("fr_FR", "Le processus n’a jamais été revu en entier. Il a été créé il y a 12 mois."),
        ("ja", "このプロセスは一度も全体を見直されていません。作成されたのは12か月前です。"),
        ("zh-Hans", "该流程从未全面复审过，创建于12个月前。"),
        ("pt", "The process was never reviewed in full. It was created 12 months ago."),
        (None, "The process was never reviewed in full. It was created 12 months ago."),
    ],
)
def test_a_finding_is_told_in_the_language_that_is_asked_for(language, expected):
    process = Process("Claim", STEPS[:0], created=date(2025, 1, 1))
    assert expected == messages(language)(said("review-never", process))


def test_one_and_several_differ_as_the_language_has_it():
    young = Process("Claim", STEPS[:0], created=date(2025, 12, 1))
    assert "vor 1 Monat angelegt" in messages("de")(said("review-never", young))
    assert "hace 1 mes." in messages("es")(said("review-never", young))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "„a“, „b“, „c“ und 1.997 weitere"),
        ("es", "«a», «b», «c» y 1.997 más"),
        ("fr", "«\N{NO-BREAK SPACE}a\N{NO-BREAK SPACE}», "),
        ("ja", "「a」、「b」、「c」とほか1,997件"),
        ("zh", "“a”、“b”、“c”和另外1,997项"),
    ],
)
def test_quotes_lists_and_numbers_are_those_of_the_language(language, expected):
    assert messages(language)(quoted_list(["a", "b", "c", *map(str, range(1997))])).startswith(expected)


def test_a_name_is_no_message_and_its_braces_are_signs():
    _ = messages("de")
    assert "„{name}“ oder x" == _(listed([quoted("{name}"), "x"], "or"))
    assert "The process was never reviewed in full." == _("The process was never reviewed in full.")


def test_what_no_catalogue_has_is_said_in_english():
    said = say("Nothing like it, {animals}.", animals=counted(2, "griffin"))

    assert "Nothing like it, 2 griffins." == messages("ja")(said)


def test_an_english_run_opens_no_catalogue():
    watched = (
        "import sys; seen = []; sys.addaudithook(lambda e, a: e == 'open' and seen.append(str(a[0])));"
        "from flowtrim.cli import front, run; run(front, sys.argv[1:]);"
        "sys.exit(any('locale' in one and 'flowtrim' in one for one in seen))"
    )
    file = ROOT / "samples" / "billing-question" / "process.yml"
    made = subprocess.run([sys.executable, "-c", watched, "analyze", str(file)], capture_output=True, check=False)
    assert (0, True) == (made.returncode, b"rides" in made.stdout)


def test_json_reports_take_a_message_for_the_text_that_it_is():
    assert '{\n  "message": "2 rides"\n}\n' == as_json([{"message": counted(2, "ride")}], several=False)
