from __future__ import annotations

import re
import shutil
import sys
from io import BytesIO
from pathlib import Path
from unicodedata import normalize

import pytest
from pypdf import PdfReader

from flowtrim.errors import OutputError
from flowtrim.reports.document.content import dossier
from flowtrim.reports.document.report_drawings import album, inline, painted
from flowtrim.reports.document.report_pages import Sheet, as_paper
from flowtrim.reports.media.pdf import as_pdf
from tests.reports.claims import CLAIM

HOSTILE = r"""
process: "\"; } body { display: none } </style><script>document.title = 'owned'</script>"
steps:
  - {id: a, name: "</td></table><img src=http://evil.example/a>", owner: "<svg onload=x>", why: "url(http://evil.example/c)"}
  - {id: b, name: "\u202Eevil", owner: "{{ 7 * 7 }}"}
"""
SCRIPTS = """\
process: 備品の購入を承認する
steps:
  - {name: استقبال الشكوى, owner: 係長, why: 上司が決める。}
"""
printing = pytest.mark.skipif(
    not any(map(shutil.which, ("chromium", "google-chrome"))), reason="nothing prints on this machine"
)
shell = pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for the browser")


def page(analysis) -> str:
    drawn = album(analysis)
    svgs = painted(drawn.sheets)
    return as_paper(
        dossier(analysis), [Sheet(sheet.name, inline(svgs[sheet], number)) for number, sheet in enumerate(drawn.sheets)]
    )


def printed(analysis) -> PdfReader:
    return PdfReader(BytesIO(as_pdf(page(analysis))))


def test_hostile_names_add_no_tag_and_end_no_style(proposed):
    html = page(proposed(HOSTILE))

    assert "<script" not in html
    assert "<img" not in html
    assert 1 == html.count("</style>")
    title = re.search(r'--title: "([^"]*)"', html)[1]
    assert re.fullmatch(r"(?:[0-9A-Za-z]|\\[0-9a-f]+ )*", title)


def test_each_ride_is_a_paragraph_of_its_own(analysed):
    long = "".join(f"  - {{name: Read page {n} of the long form once more aloud, owner: Clerk}}\n" for n in range(40))
    analysis = analysed(f"process: Read\nsteps:\n{long}")
    told = page(analysis).partition('<div class="script"')[2].partition("</div>")[0]

    assert 1 < analysis.survey.rides == told.count("<p")


def test_who_has_a_part_in_a_step_beside_its_performer_is_told(analysed):
    assert "is told: Clerk" in page(analysed(CLAIM))


def test_a_step_that_only_the_plan_brings_is_told_too(analysed):
    html = as_paper(dossier(analysed(CLAIM, after="process: Lean\nsteps: [{name: Pay at once, owner: Bank}]\n")))

    assert re.search(r"<td>[^<]*Pay at once</td><td>new</td>", html)


def test_without_pictures_the_rest_is_told(analysed):
    html = as_paper(dossier(analysed(CLAIM)))

    assert 'class="across"' not in html
    assert "Only the traveller knows" in html


@printing
def test_text_is_upright_on_a4_and_drawings_lie_across(proposed):
    sizes = [
        (round(float(one.mediabox.width)), round(float(one.mediabox.height))) for one in printed(proposed(CLAIM)).pages
    ]

    assert {(595, 842), (842, 595)} == set(sizes)
    assert (595, 842) == sizes[0]


@printing
def test_drawings_follow_the_page_for_who_decides_so_that_no_other_page_of_text_ends_early(proposed):
    across = [one.mediabox.width > one.mediabox.height for one in printed(proposed(CLAIM)).pages]

    assert [False, True] == across[:2]
    assert [True, False] == [now for now, before in zip(across[1:], across, strict=False) if now != before]


LONG = "Read the form, compare each line with the contract of the customer and write down all that differs from it"
TIMED = (
    f"process: Claim\nsteps:\n- {{name: '{LONG}', owner: Clerk, takes: 10m}}\n- {{name: Pay, owner: Bank, takes: 1h}}\n"
)


def test_many_drawings_stand_behind_all_that_is_told(analysed):
    told = dossier(analysed(TIMED))
    few, many = (as_paper(told, [Sheet("P", "<svg></svg>")] * number) for number in (2, 20))

    assert few.index('class="across"') < few.index('class="chart"')
    assert many.index('class="across"') > many.index('class="steps"')
    assert (2, 20) == (few.count('class="across"'), many.count('class="across"'))


def test_charts_on_paper_cut_no_name(analysed):
    assert f'<th scope="row">1 {LONG}</th>' in as_paper(dossier(analysed(TIMED)))


def test_bars_bring_their_colours_since_a_style_sheet_does_not_reach_them_everywhere(analysed):
    bars = re.findall(r"<rect ([^>]*)>", as_paper(dossier(analysed(TIMED))))

    assert len(bars) > 6
    assert [] == [bar for bar in bars if 'fill="#' not in bar]


def test_figures_have_the_width_of_the_page_and_long_ones_follow_the_drawings(analysed):
    html = page(analysed(TIMED))
    first, _, later = html.partition('class="across"')

    assert '<table class="figures">' in first
    assert ("long" in first.partition("<header")[2], '<tr class="long">' in later) == (False, True)


def test_the_head_of_each_page_is_in_the_language_of_the_process(analysed):
    assert '--test: "Der Aufzugtest"' in as_paper(dossier(analysed(TIMED + "language: de\n"))).replace("\\20 ", " ")


@printing
def test_every_page_has_the_title_above_and_its_number_below(proposed):
    pages = printed(proposed(CLAIM)).pages

    for number, one in enumerate(pages, 1):
        text = one.extract_text()
        assert "Expense claim" in text
        assert f"{number} / {len(pages)}" in text


@printing
def test_the_plan_the_fates_and_the_kpis_stand_on_paper_too(proposed):
    text = " ".join(" ".join(one.extract_text() for one in printed(proposed(CLAIM)).pages).split())

    for said in ("What can go, and why", "Drop '2 Stamp'", "What happens to each step", "Claims paid"):
        assert said in text


@printing
def test_every_script_has_its_letters(analysed):
    # a reader finds the shape of a letter, which has the letter itself behind it
    text = normalize("NFKC", "".join(one.extract_text() for one in printed(analysed(SCRIPTS)).pages))

    assert "備品の購入を承認する" in text
    assert "استقبال" in text


@printing
def test_hostile_names_are_printed_as_they_stand(analysed):
    text = "".join(printed(analysed(HOSTILE)).pages[0].extract_text().split())

    assert "<script>document.title='owned'</script>" in text


@printing
def test_the_same_report_makes_the_same_bytes(proposed):
    html = page(proposed(CLAIM))

    assert as_pdf(html) == as_pdf(html)


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """Put a shell script in the place of the browser; it may fall over as often as it likes."""

    def make(script: str):
        browser = tmp_path / "chromium"
        browser.write_text(
            f"#!/bin/sh\nfor each; do case $each in --print-to-pdf=*) out=${{each#*=}};; esac; done\n{script}\n"
        )
        browser.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
        return tmp_path

    return make


@shell
def test_a_browser_that_falls_over_once_is_asked_again(stand_in):
    folder = stand_in('cd "$(dirname "$0")"; test -e tried || { touch tried; kill -9 $$; }; printf %%PDF > "$out"')

    assert b"%PDF" == as_pdf("<p>Claim</p>")
    assert (folder / "tried").exists()


@shell
def test_a_browser_that_keeps_falling_over_is_told_with_what_it_ended(stand_in):
    stand_in("exit 7")

    with pytest.raises(OutputError, match=r"could not print the PDF: it ended with exit code 7\."):
        as_pdf("<p>Claim</p>")


@shell
def test_a_browser_that_writes_nothing_is_told_too(stand_in):
    stand_in("exit 0")

    with pytest.raises(OutputError, match="could not print the PDF: No such file"):
        as_pdf("<p>Claim</p>")


@pytest.fixture
def without_browser(monkeypatch):
    """Leave the printing to weasyprint."""
    try:
        import weasyprint  # noqa: F401 - to see whether it can be used on this machine
    except (ImportError, OSError) as missing:
        pytest.skip(f"weasyprint cannot be used: {missing}")
    monkeypatch.setattr("flowtrim.reports.media.pdf.shutil.which", lambda _: None)


@pytest.mark.usefixtures("without_browser")
def test_without_a_browser_weasyprint_prints_the_same_pages(proposed):
    pages = printed(proposed(CLAIM)).pages
    sizes = [(round(float(one.mediabox.width)), round(float(one.mediabox.height))) for one in pages]
    text = [" ".join(one.extract_text().split()) for one in pages]

    assert {(595, 842), (842, 595)} == set(sizes)
    assert (595, 842) == sizes[0]
    assert all("Expense claim" in said and f"{n} / {len(pages)}" in said for n, said in enumerate(text, 1))
    for said in ("What can go, and why", "Drop '2 Stamp'", "What happens to each step", "Claims paid"):
        assert said in " ".join(text)


@pytest.mark.usefixtures("without_browser")
def test_without_a_browser_too_the_same_report_makes_the_same_bytes(analysed):
    html = as_paper(dossier(analysed(CLAIM)))

    assert as_pdf(html) == as_pdf(html)


@pytest.mark.usefixtures("without_browser")
@pytest.mark.parametrize(
    "part",
    [
        "<img src='http://evil.example/a.png'>",
        "<img src='file:///etc/hostname'>",
        "<link rel=stylesheet href='http://evil.example/a.css'>",
        "<style>p { background: url(data:image/png,x) }</style><p>Claim</p>",
    ],
)
def test_weasyprint_is_given_nothing_from_outside(part):
    with pytest.raises(OutputError, match="A page on paper loads nothing from outside, and this one wanted to: .+"):
        as_pdf(part)


@printing
def test_a_browser_goes_before_weasyprint(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    assert as_pdf("<p>Claim</p>").startswith(b"%PDF")


def test_without_either_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setattr("flowtrim.reports.media.pdf.shutil.which", lambda _: None)
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    with pytest.raises(OutputError, match=r"needs Chromium, Chrome or Edge .* pip install 'flowtrim\[pdf\]'"):
        as_pdf("<p>Claim</p>")


@printing
def test_what_explains_the_stages_is_as_wide_as_their_table_in_every_language(proposed):
    paper = printed(proposed(Path("samples/angebot/process.yml").read_text(encoding="utf-8")))

    assert any("Von vorher zu nachher, Stufe für Stufe" in leaf.extract_text() for leaf in paper.pages)
