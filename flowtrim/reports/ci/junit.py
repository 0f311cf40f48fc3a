"""Findings as JUnit XML, as the published schema of Ant's task has it: every CI server shows it as test results."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from flowtrim.analysis import Analysis, Placed
from flowtrim.reports.media.text_lines import inert, washed
from flowtrim.reports.process.acceptances import remarks
from flowtrim.reports.stamp import made_on, origin

_NO_XML = re.compile("[\ufffe\uffff]")
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n'


def suite(analysis: Analysis) -> tuple[str, str]:
    """Return the file and its suite, still without a number: a failure for each finding that fails the run.

    All others, such as accepted ones, are skipped tests. What a baseline holds and is gone is a test that passed, and
    so is a process without findings. Acceptances that no longer hold are told on the output of the suite.
    """
    file, failing = analysis.document.file, set(map(id, analysis.failing))
    cases = [_case(one, file, fails=id(one) in failing) for one in analysis.placed]
    cases += [_test(key, file) for key in analysis.gone or ()]
    cases = cases or [_test("no findings", file)]
    said = [remark.text for remark in remarks(analysis.ledger, analysis.document)]
    return file, _suite(file, cases, origin(analysis.document.digest, analysis.survey.today), said)


def as_junit(suites: Iterable[tuple[str, str]], *, refusals: Sequence[str], today: date) -> str:
    """Return the suites of several files as one document; what could not be analysed is an error in a suite of its own.

    The time is that of no clock: the day that was asked for, so that the same files give the same bytes.
    """
    made = list(suites)
    if refusals:
        broken = [_test("can be analysed", "flowtrim", _answer("error", "refused", why)) for why in refusals]
        made.append(("flowtrim", _suite("flowtrim", broken, made_on(today))))
    numbered = (f'<testsuite id="{number}" package={_quoted(name)}{text}' for number, (name, text) in enumerate(made))
    return _HEAD + "".join(numbered) + "</testsuites>\n"


def _suite(name: str, cases: Sequence[str], made: Mapping[str, str | None], said: Sequence[str] = ()) -> str:
    count = {kind: sum(f"<{kind} " in case for case in cases) for kind in ("failure", "error", "skipped")}
    told = "".join(f"<property name={_quoted(key)} value={_quoted(value)}/>" for key, value in made.items() if value)
    return (
        f' name={_quoted(name)} timestamp="{made["as_of"]}T00:00:00" hostname="localhost" time="0" tests="{len(cases)}"'
        f' failures="{count["failure"]}" errors="{count["error"]}" skipped="{count["skipped"]}">\n'
        f"<properties>{told}</properties>\n{''.join(cases)}<system-out>{_text(said)}</system-out>\n<system-err/>\n</testsuite>\n"
    )


def _case(placed: Placed, file: str, *, fails: bool) -> str:
    finding, note = placed.finding, placed.acceptance
    place = f"{file}:{placed.line}: " if placed.line else ""
    answered = f" Accepted until {note.until}: {note.because}" if note else " Known from the baseline."
    message = f"{place}{finding.message}" + (answered if placed.accepted or placed.known else "")
    answer = _answer("failure", finding.severity, message) if fails else f"<skipped message={_quoted(message)}/>"
    return _test(finding.key, file, answer)


def _test(name: str, file: str, answer: str = "") -> str:
    return f'<testcase name={_quoted(name)} classname={_quoted(file)} time="0">{answer}</testcase>\n'


def _answer(kind: str, severity: str, message: str) -> str:
    return f'<{kind} type="{severity}" message={_quoted(message)}/>'


def _text(said: Sequence[str]) -> str:
    return "\n".join(escape(_clean(line)) for line in said)


def _quoted(text: str) -> str:
    return quoteattr(_clean(text))


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", inert(washed(text)))
