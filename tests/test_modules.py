"""Files that can be found: few modules that only one other module knows, and few names that stand for two things."""

from collections import Counter

import grimp
import pytest

MOST_WITH_ONE_IMPORTER = 80
MOST_REPEATED_NAMES = 10
COMMANDS = "flowtrim.cli.commands."
"""A command is named as it is typed, which is the word of its subject, too."""
RULES = "flowtrim.rules."
"""A rule is a file of its own, known by the catalogue only."""


@pytest.fixture(scope="module")
def imports():
    return grimp.build_graph("flowtrim", cache_dir=None)


def test_hardly_any_module_is_known_to_one_other_only(imports):
    importers = {module: imports.find_modules_that_directly_import(module) for module in sorted(imports.modules)}
    lonely = {
        module: next(iter(known_to))
        for module, known_to in importers.items()
        if len(known_to) == 1 and not module.startswith(RULES)
    }

    assert len(lonely) <= MOST_WITH_ONE_IMPORTER, (
        f"{len(lonely)} modules have one importer. Fold the smallest into their importer, or into a sibling that says "
        "the same thought, as long as the result stays below the limits of test_sizes.py:\n"
        + "\n".join(f"  {module} <- {importer}" for module, importer in lonely.items())
    )


def test_hardly_any_name_stands_for_two_modules(imports):
    named = Counter(module.rpartition(".")[2] for module in imports.modules if not module.startswith(COMMANDS))
    repeated = sorted(name for name, times in named.items() if times > 1)

    assert len(repeated) <= MOST_REPEATED_NAMES, f"Name these modules by what is in them: {', '.join(repeated)}."
