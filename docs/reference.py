"""Write the pages that are made from the code, or with --check compare them with what is on the disk.

Run it from anywhere: ``python docs/reference.py [--check]``.
A page maker yields (path below docs, text); a new kind of page is one maker more in ``PAGE_MAKERS``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from flowtrim.formats.schema import Row
from flowtrim.formats.setting_fields import NUMBERS
from flowtrim.rules import PROFILES, Rule, catalogue

DOCS = Path(__file__).parent
GENERATED = ("rules",)
"""Folders in which every page is generated: what nobody makes any more goes."""

FAMILIES = {
    "why": "Why it is there",
    "what": "What it delivers",
    "who": "Who does it",
    "handoff": "How work changes hands",
    "flow": "How the steps follow each other",
    "time": "How long it takes",
    "customer": "What the customer sees",
    "kpi": "What is measured",
    "review": "When it was looked at",
    "evidence": "What a log shows beside it",
    "elevator": "Whether it can be told",
    "limit": "Whether it keeps its limits",
}

Page = tuple[str, str]


def rule_pages() -> Iterator[Page]:
    """Yield one page a rule: that of its module, with its level under each profile."""
    for rule in catalogue():
        levels = [(profile, PROFILES[profile][rule.name]) for profile in PROFILES]
        table = "\n".join(f"| {profile} | {level} |" for profile, level in levels)
        heading = "## How grave it is\n\n| profile | level |\n|---|---|\n"
        number = f"\nThe number that it goes by is set in `flowtrim.toml`: {_limit(rule)}\n" if rule.limit else ""
        yield f"rules/{rule.name}.md", f"# {rule.name}\n\n{rule.page.strip()}\n\n{heading}{table}\n{number}"


def _limit(rule: Rule) -> str:
    value, default = NUMBERS[rule.limit or ""]
    return f"`[rules]`, `{rule.name} = {{limit = …}}`, {value.words}; {default} by default."


def rule_index() -> Iterator[Page]:
    """Yield the table of all rules, family by family."""
    sections = [_family(family, title) for family, title in FAMILIES.items()]
    intro = (
        "# Rules\n\n"
        "One file, one question. `flowtrim rules` prints this list, `flowtrim rules NAME` one page.\n"
        "A finding is accepted under `accepted` in the file of the process, with the key `rule@step`."
    )
    yield "rules/README.md", "\n\n".join([intro, *sections]) + "\n"


def _family(family: str, title: str) -> str:
    rules = [rule for rule in catalogue() if rule.family == family]
    rows = "\n".join(_row(rule) for rule in rules)
    return f"## {title}\n\n| rule | asks about | {' | '.join(PROFILES)} |\n|---|---|{'---|' * len(PROFILES)}\n{rows}"


def _row(rule: Rule) -> str:
    levels = " | ".join(PROFILES[profile][rule.name] for profile in PROFILES)
    return f"| [{rule.name}]({rule.name}.md) | {rule.summary} | {levels} |"


def command_page() -> Iterator[Page]:
    """Yield the page about the commands."""
    from flowtrim.cli.reference import page

    yield "cli.md", page()


FILE_INTRO = """\
# The file

YAML, one process a file. The smallest one that is useful:

```yaml
process: Expense claim
steps:
  - {name: Fill in the claim, owner: Employee}
  - {name: Approve the claim, owner: Manager, why: "Spending limits are set by the board, minute 2025-14."}
  - {name: Pay the claim, owner: Payroll}
```

Ten keys make most files:

| key | says |
|---|---|
| `process`, `why`, `outputs` | its name, what it is for, what it delivers |
| `customer`, `owner` | who receives it, who answers for the whole |
| `steps` | what is done: `name`, `owner`, `why`, and `next` where another step than the following one comes |
| `takes`, `waits` | of a step: work time, and the wait before it |

What real processes say beside that (deadlines, repetition, exceptions, several hands, classes of cases, named ends) has
[a page for each word](words/README.md). All keys, each with its default, follow below.

- Steps follow each other in the order written unless `next` says otherwise: a step, `end`, a list of branches
  (exactly one is taken), or `{all: [...]}` for branches in parallel and `{some: [...]}` for one or more of them.
- A case starts at `starts`; else at the events that nothing leads to; else at the first step.
- An absent `why` means that nobody was asked yet; `why: none` means that somebody was, and had no answer.
  `tbd`, `todo` and `?` mean that nobody was asked.
- `limits` say what a figure may be at most; above it, the rule `limit-exceeded` finds an error.
- Times are `3m`, `2h`, `1d` (a working day of 8 hours), `1w` (five of them), `1d 4h`, or ISO 8601 durations.
- `no`, `on` and `yes` are plain words. Every problem of a file is told at once, with its line and column.
- For completion in an editor: `flowtrim schema > flowtrim.schema.json`, and on the first line of the file
  `# yaml-language-server: $schema=flowtrim.schema.json`.
"""


def file_page() -> Iterator[Page]:
    """Yield the page about the file: every key, from the table that reads it."""
    from flowtrim.formats.schema import field_rows

    tables = [_table(title, rows) for title, rows in field_rows()]
    yield "file-format.md", FILE_INTRO + "\n" + "\n\n".join(tables) + "\n"


def _table(title: str, rows: Iterable[Row]) -> str:
    lines = [f"| `{row.key}` | {row.takes} | {_told(row)} |" for row in rows]
    return "\n".join([f"## {title}\n", "| key | takes | what it is |", "|---|---|---|", *lines])


def _told(row: Row) -> str:
    if row.required:
        return f"{row.about} Required."
    return f"{row.about} Default: {row.default}." if row.default else row.about


SETTINGS_INTRO = """\
# Settings for a folder or an organisation

They stand in `flowtrim.toml`, in the folder of the process file or in one above it; the nearest one holds, alone. For
standard input and for revisions of git it is searched from the working folder. Whatever is not set keeps its default.

```toml
profile = "strict"
fail_on = "warning"

[elevator]
seconds = 45
rates = {en = 140, ja = 320}

[review]
process_months = 6

[limits]
max_rides = 1
max_handoffs = 5

[rules]
why-short = "off"
flow-large = "warning"
who-too-many-roles = {severity = "error", limit = 4}
```

- `baseline` counts from the folder of the `flowtrim.toml`; [the gate](ci.md) says what one does.
- What a process file says (`elevator`, `limits`) goes before the settings, and an option of the command line before
  both: options, file, `flowtrim.toml`, defaults.
- `flowtrim settings PATH` shows what holds for a file or a folder, and where each of it was set; what it prints is
  a `flowtrim.toml` itself. `--settings FILE` takes another file instead of the one that is found.
- Every problem is told at once with its line and column, and nothing is analysed then (exit code 2).
- For completion in an editor: `flowtrim schema --settings > flowtrim-settings.schema.json`, and on the first line of
  the file `#:schema flowtrim-settings.schema.json`.
"""


def settings_page() -> Iterator[Page]:
    """Yield the page about the settings: every key, from the table that reads it."""
    from flowtrim.cli.effective_settings import known_names
    from flowtrim.formats.schema import setting_rows

    tables = [_table(title, rows) for title, rows in setting_rows(known_names())]
    limits = [(rule.name, *NUMBERS[rule.limit]) for rule in catalogue() if rule.limit]
    lines = [f"| `{name}` | {value.words} | {default} |" for name, value, default in limits]
    table = ["## Rules that go by a number\n", "| rule | its `limit` takes | default |", "|---|---|---|", *lines]
    yield "settings.md", SETTINGS_INTRO + "\n" + "\n\n".join([*tables, "\n".join(table)]) + "\n"


PAGE_MAKERS: tuple[Callable[[], Iterator[Page]], ...] = (
    rule_pages,
    rule_index,
    command_page,
    file_page,
    settings_page,
)


def pages() -> Iterator[tuple[Path, str]]:
    """Yield every generated page with its path."""
    for make in PAGE_MAKERS:
        yield from ((DOCS / path, text) for path, text in make())


def leftovers() -> list[Path]:
    """Return the pages in generated folders that nothing makes any more."""
    made = {path for path, _ in pages()}
    return sorted(path for folder in GENERATED for path in (DOCS / folder).glob("*.md") if path not in made)


def main() -> int:
    """Write the pages; with --check only say which differ, and return 1 where some do."""
    read = {path: path.read_text("utf-8") if path.exists() else None for path, _ in pages()}
    stale = [path for path, text in pages() if read[path] != text]
    if "--check" in sys.argv[1:]:
        for path in (*stale, *leftovers()):
            print(f"{path.relative_to(DOCS)} is not what the code says. Run: python docs/reference.py")
        return 1 if stale or leftovers() else 0
    for path, text in pages():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for path in leftovers():
        path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
