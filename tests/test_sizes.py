"""A thermometer: modules and functions that outgrow the house numbers of CONTRIBUTING.md."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "flowtrim"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_MODULE = 300
LONGEST_FUNCTION = 30
MOST_POSITIONAL_PARAMETERS = 5


def functions(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def body_length(function):
    """Lines of the body, without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_can_be_read_in_one_sitting(module):
    lines = len(module.read_text(encoding="utf-8").splitlines())

    assert lines <= LONGEST_MODULE


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_function_fits_on_a_screen_and_takes_few_arguments(module):
    too_long = {f.name: body_length(f) for f in functions(module) if body_length(f) > LONGEST_FUNCTION}
    too_many = {f.name: len(f.args.args) for f in functions(module) if len(f.args.args) > MOST_POSITIONAL_PARAMETERS}

    assert {} == too_long
    assert {} == too_many
