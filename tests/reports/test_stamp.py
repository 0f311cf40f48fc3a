from __future__ import annotations

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


def test_the_hash_is_that_of_the_bytes_of_the_file(tmp_path):
    from flowtrim.formats import read

    file = tmp_path / "claim.yml"
    file.write_bytes(b"\xef\xbb\xbf" + CLAIM.encode())

    assert sha256(file.read_bytes()).hexdigest() == read(file, today=TODAY).digest


def test_a_file_below_is_told_from_here_and_another_as_it_was_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert str(Path("care") / "claim.yml") == from_here(str(tmp_path / "care" / "claim.yml"))
    assert str(tmp_path.parent / "claim.yml") == from_here(str(tmp_path.parent / "claim.yml"))
