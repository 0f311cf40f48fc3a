"""What a finding says is said in every language: of English, only what stands in the process itself is left."""

import re
from collections.abc import Iterator

import pytest
import yaml

from flowtrim.rules import catalogue, find_rule
from flowtrim.sentences import Digits, Message
from tests.rules.test_rules import HERE, examples, survey_of

every_rule_without_a_log = pytest.mark.parametrize(
    "rule", [rule.name for rule in catalogue() if rule.family != "evidence"]
)


def processes(rule: str) -> Iterator[str]:
    yield from (text for text, _ in examples(find_rule(rule).page))
    for case in yaml.safe_load((HERE / f"{rule}.yaml").read_text(encoding="utf-8")).values():
        yield yaml.safe_dump(case["process"], allow_unicode=True, sort_keys=False, width=9999)


def plain_texts(part: object) -> Iterator[str]:
    """Every text in a sentence that stays as it is, whatever the language."""
    if isinstance(part, tuple):
        for each in part:
            yield from plain_texts(each)
    elif isinstance(part, Message):
        yield from plain_texts(tuple(part.parts.values()))
    elif isinstance(part, str) and not isinstance(part, Digits):
        yield part


def stands_in(left: str, text: str) -> bool:
    """Whether a process has the names of a text; how a file spells hours and shares is the same in every language."""
    names = re.split(", |: ", left.rstrip("…"))
    return left.endswith((" clock hours", "%")) or all(name in " ".join(text.split()) for name in names)


@every_rule_without_a_log
def test_what_no_language_translates_is_a_name_that_stands_in_the_process(rule):
    told = [(text, finding.message) for text in processes(rule) for finding in find_rule(rule).check(survey_of(text))]

    assert [] == [left for text, message in told for left in plain_texts(message) if not stands_in(left, text)]
    assert told
