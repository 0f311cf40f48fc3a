"""One dialect: functions say what to do, predicates begin with Whether, and what is raised has a section."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "flowtrim").rglob("*.py"))
NOT_A_VERB = {"A", "All", "An", "Each", "Every", "How", "One", "The", "Those", "What", "When", "Where", "Which", "Who"}
RAISED_IN_PASSING = re.compile(r"\b[Rr]aises [A-Z]\w*(?:Error|Exception)\b")
NUMBERED = re.compile(r"\b(?:[Tt]heory|design) \d")


def functions():
    """Every function that is no property, with its place."""
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and "property" not in "".join(map(ast.unparse, node.decorator_list)):
                yield f"{module.relative_to(ROOT)}:{node.lineno}", node


def docstrings():
    """The docstrings of these functions, by place."""
    return {place: text for place, function in functions() if (text := ast.get_docstring(function))}


def test_the_docstring_of_a_function_begins_with_a_verb_or_with_whether():
    assert {} == {
        place: text.partition("\n")[0] for place, text in docstrings().items() if text.split()[0] in NOT_A_VERB
    }


def test_what_a_function_raises_stands_in_a_section():
    assert {} == {place: found[0] for place, text in docstrings().items() if (found := RAISED_IN_PASSING.search(text))}


def test_the_theory_is_named_by_a_heading_that_can_be_found_and_not_by_a_number():
    texts = {str(module.relative_to(ROOT)): module.read_text(encoding="utf-8") for module in MODULES}

    assert {} == {name: found[0] for name, text in texts.items() if (found := NUMBERED.search(text))}
