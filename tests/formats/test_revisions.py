from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from flowtrim.errors import InvalidFileError
from flowtrim.formats import read
from flowtrim.formats.files import read_bytes
from flowtrim.formats.git_revisions import is_revision, revision_bytes
from tests.days import TODAY


def git(*arguments):
    who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], check=True, capture_output=True)


def process(name):
    return f"process: {name}\nsteps:\n  - {{name: Pay, owner: Payroll}}\n"


@pytest.fixture(autouse=True)
def _repository(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    git("init", "-q")
    Path("care").mkdir()
    for number in ("First", "Second"):
        Path("claim.yml").write_text(process(number))
        Path("care/bill.yml").write_text(process(f"{number} bill"))
        git("add", "-A")
        git("commit", "-qm", number)


@pytest.mark.parametrize(("source", "name"), [("HEAD:claim.yml", "Second"), ("HEAD~1:claim.yml", "First")])
def test_a_file_is_read_as_it_stood_in_a_revision(source, name):
    document = read(source, today=TODAY)

    assert (name, source) == (document.process.name, document.file)


@pytest.mark.parametrize("source", ["HEAD~1:care/bill.yml", "HEAD~1:bill.yml", "HEAD~1:./bill.yml"])
def test_the_path_counts_from_the_top_or_from_here(source, monkeypatch):
    monkeypatch.chdir("care")

    assert "First bill" == read(source, today=TODAY).process.name


def test_a_file_of_that_very_name_goes_before():
    Path("HEAD:claim.yml").write_text(process("Plain file"))

    assert "Plain file" == read("HEAD:claim.yml", today=TODAY).process.name


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("HEAD~9:claim.yml", "There is no such file, and it does not name a revision of git here either."),
        ("HEAD:lost.yml", "There is no file 'lost.yml' in the revision 'HEAD'."),
        ("--output=x:claim.yml", "There is no such file."),
        ("lost.yml", "There is no such file."),
    ],
)
def test_what_is_not_there_is_said_in_one_sentence(source, why):
    with pytest.raises(InvalidFileError) as refusal:
        read_bytes(source)

    assert f"{source}: {why}" == str(refusal.value)


def test_a_folder_in_a_revision_is_no_file():
    with pytest.raises(InvalidFileError) as refusal:
        read_bytes("HEAD:care")

    assert "does not name a file here either" in str(refusal.value)


def test_without_git_a_revision_is_a_missing_file(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(InvalidFileError) as refusal:
        read_bytes("HEAD:claim.yml")

    assert "There is no such file" in str(refusal.value)


def test_a_file_that_is_far_too_large_is_not_loaded():
    with pytest.raises(InvalidFileError) as refusal:
        revision_bytes("HEAD:claim.yml", largest=10)

    assert "The file is larger than" in str(refusal.value)


@pytest.mark.parametrize("name", ["C:\\process.yml", "C:/process.yml", "process.yml", "-x:y", ":y", "a:", "a\0:b"])
def test_other_names_are_no_revisions(name):
    assert not is_revision(name)
