from __future__ import annotations

import json
import re
import subprocess
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from flowtrim import __version__
from flowtrim.reports.document.content import dossier
from flowtrim.reports.document.folder import as_page
from flowtrim.reports.document.report_markdown import as_markdown
from flowtrim.reports.document.report_pages import as_paper
from flowtrim.reports.document.report_xlsx import as_xlsx
from flowtrim.reports.process.compose import page
from flowtrim.reports.process.process_json import report
from flowtrim.reports.process.process_text import laid_out, one_screen
from flowtrim.reports.stamp import from_here
from flowtrim.reports.trim_report.trim_json import trim_report
from tests.days import TODAY
from tests.reports.claims import CLAIM

DIGEST = sha256(CLAIM.encode()).hexdigest()
SAID = f"As of {TODAY} · flowtrim {__version__} · sha256 {DIGEST[:12]}"


def text(lines) -> str:
    return "\n".join("".join(words for words, _ in line) for line in lines)


@pytest.mark.parametrize(
    "told",
    [
        lambda analysis: text(one_screen(page(analysis), 80)),
        lambda analysis: text(laid_out(page(analysis, everything=True), 80)),
        lambda analysis: as_markdown(page(analysis)),
        as_page,
        lambda analysis: as_paper(dossier(analysis)),
    ],
    ids=["screen", "everything", "markdown", "html", "paper"],
)
def test_a_report_says_its_day_its_version_its_file_and_the_hash_of_it(analysed, told):
    assert SAID in (said := told(analysed(CLAIM)))
    assert "claim.yml" in said


def test_so_does_the_workbook(analysed):
    sheet = openpyxl.load_workbook(BytesIO(as_xlsx(dossier(analysed(CLAIM)))))["Figures"]

    assert f"claim.yml · {SAID}" == sheet["A4"].value


def test_so_does_the_data_under_keys_of_their_own(analysed, proposed):
    expected = {"as_of": TODAY.isoformat(), "version": __version__, "source_hash": DIGEST}
    found = proposed(CLAIM)

    assert expected.items() <= report(analysed(CLAIM)).items()
    assert expected.items() <= trim_report(found.document, found.proposal).items()


@pytest.fixture
def said(tmp_path, monkeypatch, capsysbinary):
    """Return what the program says to somebody who works in the folder of the claim."""
    from flowtrim.cli import front, run

    (tmp_path / "claim.yml").write_bytes(CLAIM.encode())
    (tmp_path / "log.csv").write_text(
        "case,activity,time\n1,Fill in,2026-03-01 09:00\n1,Stamp,2026-03-01 10:00\n2,Fill in,2026-03-02 09:00\n"
    )
    monkeypatch.chdir(tmp_path)

    def make(*words: str) -> str:
        code = run(front, [*words, "--today", TODAY.isoformat()])
        made = capsysbinary.readouterr()
        assert code < 2, made.err
        return made.out.decode()

    return make


@pytest.mark.parametrize(
    "words",
    [
        *(("analyze", "claim.yml", "--format", form) for form in ("text", "markdown", "html", "github")),
        *(("trim", "claim.yml", "--format", form) for form in ("text", "markdown", "html")),
        *(("cards", "claim.yml", "--format", form) for form in ("md", "html")),
        *(("checklist", "claim.yml", "--format", form) for form in ("md", "html", "csv")),
        *(("evidence", "claim.yml", "log.csv", "--format", form) for form in ("text", "markdown", "html")),
    ],
    ids=" ".join,
)
def test_every_report_on_a_file_says_so_in_every_form(said, words):
    told = " ".join(said(*words).split()).replace("\\", "")

    assert SAID in told
    assert "claim.yml" in told


@pytest.mark.parametrize("form", ["json", "sarif", "junit"])
def test_so_does_what_programs_read(said, form):
    told = said("analyze", "claim.yml", "--format", form)

    assert all(part in told for part in (DIGEST, TODAY.isoformat(), __version__, "claim.yml"))


def test_a_report_on_many_files_has_a_hash_of_their_hashes(said, tmp_path):
    (tmp_path / "other.yml").write_text(CLAIM.replace("Expense", "Other"))
    together = " ".join(said("analyze", "claim.yml", "other.yml").split())
    (tmp_path / "other.yml").write_text(CLAIM.replace("Expense", "Another"))

    assert re.search(rf"As of {TODAY} · flowtrim {__version__} · 2 files, sha256 [0-9a-f]{{12}}", together)
    assert together[-12:] != " ".join(said("analyze", "claim.yml", "other.yml").split())[-12:]


@pytest.mark.parametrize("form", ["text", "markdown", "html", "ics"])
def test_a_review_says_what_it_was_made_from(said, form):
    told = said("review", "claim.yml", "--format", form).replace("\r\n ", "").replace("\\", "")

    assert f"As of {TODAY} · flowtrim {__version__} · 1 file, sha256 " in " ".join(told.split())


def test_so_do_its_data(said):
    told = json.loads(said("review", "claim.yml", "--format", "json"))

    assert {"as_of": TODAY.isoformat(), "version": __version__}.items() <= told.items()
    assert DIGEST == told["processes"][0]["source_hash"]


@pytest.mark.parametrize("form", ["text", "json", "markdown", "csv", "html", "svg"])
def test_a_history_says_what_its_newest_moment_was_made_from(said, tmp_path, form):
    for words in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm", "Begin"],
    ):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    told = said("history", "claim.yml", "--format", form)

    assert all(part in told for part in (DIGEST[:12], TODAY.isoformat(), __version__))


def test_the_hash_is_that_of_the_bytes_of_the_file(tmp_path):
    from flowtrim.formats import read

    file = tmp_path / "claim.yml"
    file.write_bytes(b"\xef\xbb\xbf" + CLAIM.encode())

    assert sha256(file.read_bytes()).hexdigest() == read(file, today=TODAY).digest


def test_a_file_below_is_told_from_here_and_another_as_it_was_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert str(Path("care") / "claim.yml") == from_here(str(tmp_path / "care" / "claim.yml"))
    assert str(tmp_path.parent / "claim.yml") == from_here(str(tmp_path.parent / "claim.yml"))
