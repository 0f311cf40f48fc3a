"""The samples that come with flowtrim: small true stories."""

from __future__ import annotations

import shutil
from pathlib import Path

from flowtrim.errors import OutputError, UnknownNameError
from flowtrim.formats.drafts import draft_beside
from flowtrim.sentences import did_you_mean, nearest

_PACKAGE = Path(__file__).parent.parent


def samples() -> dict[str, str]:
    """Return the names of the samples, each with the first line of its story."""
    stories = sorted(_folder().glob("*/README.md"))
    return {story.parent.name: _title(story) for story in stories}


def copy_sample(name: str, target: Path) -> Path:
    """Copy a sample into a folder that does not exist yet, whole or not at all, and return the folder.

    Raises:
        UnknownNameError: there is no such sample; the message guesses which one was meant.
        OutputError: the folder exists, or cannot be made.
    """
    known = samples()
    if name not in known:
        begun = next((sample for sample in known if sample.startswith(name)), None)
        hint = did_you_mean(begun or nearest(name, known)) or f" There are: {', '.join(known)}."
        raise UnknownNameError(f"There is no sample '{name}'.{hint}")
    try:
        if target.exists():
            raise OutputError(f"{target} is there already, and nothing is overwritten; name another folder.")
        _copy(_folder() / name, target)
    except OSError as problem:
        raise OutputError(f"{target} could not be written: {_reason(problem)}.") from problem
    return target


def _copy(sample: Path, target: Path) -> None:
    """Copy beside the target first: a disk that runs full leaves no half of a sample behind."""
    with draft_beside(target, folder=True) as draft:
        shutil.copytree(sample, draft, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
        draft.rename(target)


def _reason(problem: OSError) -> str:
    """Return why a copy failed; that of several files has no reason of its own, only one for each file."""
    if isinstance(problem, shutil.Error):
        *_, problem = problem.args[0][0]
    return getattr(problem, "strerror", None) or str(problem).partition("] ")[2] or str(problem)


def _folder() -> Path:
    """Return where the samples lie: inside an installed wheel, or beside the package in a checkout."""
    inside = _PACKAGE / "samples"
    return inside if inside.is_dir() else _PACKAGE.parent / "samples"


def _title(story: Path) -> str:
    return story.read_text(encoding="utf-8").lstrip("# ").partition("\n")[0]
