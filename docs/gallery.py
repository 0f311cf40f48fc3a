"""The gallery of the samples, made anew whenever the site is built: a page, pictures and a report for each of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct

from flowtrim import read, render
from flowtrim.analysis import Analysis, analyse
from flowtrim.measures import Survey
from flowtrim.redesign import Proposal, trim
from flowtrim.reports.comparison import compared
from flowtrim.reports.document.folder import as_page
from flowtrim.reports.pictures import drawings
from flowtrim.reports.trim_report.trim_page import verdict

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples"
DAY = date(2026, 11, 24)
"""The day of the pictures, so that they change only when the program does."""

WIDTH = 800.0
"""Of a picture in points: so wide that its letters can be read in a column of text."""

HEADINGS = {"": "The process", "before": "Before", "after": "After, if no question finds an answer"}


class Sample(Struct, frozen=True):
    """A process file of a sample, its story, and what the program says of it."""

    file: Path
    story: str
    proposal: Proposal
    analysis: Analysis

    @property
    def name(self) -> str:
        """The name of its page: that of the folder, and the language of a translation."""
        return ".".join((self.file.parent.name, *self.file.name.split(".")[1:-1]))

    @property
    def heading(self) -> str:
        """The first line of its story; beside it the name of the process where that is a translation."""
        title = self.story.splitlines()[0].removeprefix("# ")
        return f"{title} · {self.analysis.process.name}" if "." in self.name else title


def samples() -> Iterator[Sample]:
    """Yield the samples, one for each process file."""
    return map(sample, sorted(SAMPLES.glob("*/process*.yml")))


def sample(file: Path) -> Sample:
    """Return the sample of a process file, trimmed as far as it goes if no question finds an answer."""
    document = read(file, today=DAY, name=file.relative_to(ROOT).as_posix())
    proposal = trim(Survey(document.process, today=DAY))
    plan = proposal.plan("Trim") if proposal.changes else None
    analysis = analyse(document, today=DAY, plan=plan, proposal=proposal)
    return Sample(file, file.with_name("README.md").read_text(encoding="utf-8"), proposal, analysis)


def pictures(shown: Sample) -> dict[str, bytes]:
    """Return the pictures of a sample as SVG: ``before`` and ``after``, or a nameless one where nothing changes."""
    drawn = drawings(shown.analysis, form="overview", width=WIDTH)
    return {side: render(drawing, "svg") for side, (drawing,) in drawn.items()}


def write_gallery(folder: Path) -> None:
    """Write the pages of all samples, and the one that lists them, into a folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    listed = [_written(shown, folder) for shown in samples()]
    folder.joinpath("index.md").write_text(INDEX.format(rows="\n".join(listed)), encoding="utf-8")


INDEX = """# The gallery

Every sample that comes with flowtrim, as the program draws and trims it. Each page has the pictures of before and
after, the figures, what is said in the elevator, the file, and the whole report.

| sample | what trimming comes to |
|---|---|
{rows}

```{{toctree}}
:hidden:
:glob:

*
```
"""


def _written(shown: Sample, folder: Path) -> str:
    """Write page, pictures and report of a sample, and return its row in the list."""
    painted = dict(_painted(shown, folder))
    report = f"{shown.name}.report.html"
    folder.joinpath(report).write_text(as_page(shown.analysis), encoding="utf-8")
    folder.joinpath(f"{shown.name}.md").write_text("\n\n".join(_page(shown, painted, report)) + "\n", encoding="utf-8")
    return f"| [{shown.heading}]({shown.name}.md) | {verdict(shown.proposal)} |"


def _painted(shown: Sample, folder: Path) -> Iterator[tuple[str, str]]:
    """Write the pictures of a sample, and yield the heading of each with its name."""
    for side, picture in pictures(shown).items():
        name = f"{shown.name}.{side or 'process'}.svg"
        folder.joinpath(name).write_bytes(picture)
        yield HEADINGS[side], name


def _page(shown: Sample, painted: dict[str, str], report: str) -> Iterator[str]:
    """Yield the paragraphs of a page."""
    _, _, story = shown.story.partition("\n")
    yield f"# {shown.heading}"
    yield story.strip()
    yield f"**{verdict(shown.proposal)}.** [The whole report, with the reason for every change]({report})"
    for heading, picture in painted.items():
        yield f"## {heading}"
        yield f"[![{heading}]({picture})]({picture})"
    yield from _figures(shown)
    yield "## Told in the elevator"
    yield "\n".join(f"> {line}\\" for line in shown.analysis.survey.elevator.sentences).removesuffix("\\")
    yield "## The file"
    path = Path("../..") / shown.file.relative_to(ROOT)
    yield f"```{{literalinclude}} {path.as_posix()}\n:language: yaml\n```"


def _figures(shown: Sample) -> Iterator[str]:
    """Yield the figures before and after as a table, where anything changes."""
    if shown.proposal.changes:
        rows = compared(shown.proposal.before, shown.proposal.after)
        lines = [f"| {row.name} | {row.before} | {row.after} |" for row in rows]
        yield "## The figures"
        yield "\n".join(["| figure | before | after |", "|---|---:|---:|", *lines])
