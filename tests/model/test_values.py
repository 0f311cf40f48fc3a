"""Values are frozen: what a measure has found, a rule cannot change."""

from importlib import import_module
from pkgutil import walk_packages

import msgspec
import pytest

import flowtrim

ROOMS = "model", "graph", "measures", "changes", "redesign"
WORKING = "_Edge", "Program"
"""What is rewritten while something is found, and told to nobody."""
MODULES = [each.name for room in ROOMS for each in walk_packages(import_module(f"flowtrim.{room}").__path__, f"flowtrim.{room}.")]  # fmt: skip


@pytest.mark.parametrize("module", MODULES)
def test_no_value_of_a_module_can_be_changed(module):
    values = [each for each in vars(import_module(module)).values() if isinstance(each, type)]
    structs = [each for each in values if issubclass(each, msgspec.Struct) and each.__module__ == module]

    assert [] == [each.__name__ for each in structs if not (each.__struct_config__.frozen or each.__name__ in WORKING)]


def test_there_are_values_to_look_at():
    assert f"{flowtrim.__name__}.model.step" in MODULES
