from __future__ import annotations

import os
from errno import EACCES

import pytest

from flowtrim.cli.paths import Source, is_directory, single, sources
from flowtrim.errors import FlowtrimError


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.yml").write_text("# a comment\nprocess: A\n")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "b.YAML").write_text('{"process": B}')
    (tmp_path / "other.yml").write_text("services:\n  process: no\n")
    (tmp_path / "text.txt").write_text("process: not YAML by its name\n")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "c.yml").write_text("process: C\n")
    return tmp_path


def names(found):
    return [source.name for source in found]


def test_a_folder_is_searched_for_files_that_tell_a_process(folder):
    assert ["a", "deep/b"] == names(sources([str(folder)])[0])


def test_a_folder_is_searched_for_bpmn_documents_too(tmp_path):
    (tmp_path / "a.bpmn").write_text("<definitions/>")
    (tmp_path / "b.bpmn20.xml").write_text(
        '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"/>'
    )
    (tmp_path / "c.bpmn2").write_bytes("<definitions/>".encode("utf-16"))
    (tmp_path / "pom.xml").write_text("<project/>")
    (tmp_path / "service.xml").write_text('<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"/>')

    assert ["a", "b.bpmn20", "c"] == names(sources([str(tmp_path)])[0])


def test_a_folder_without_a_process_is_reported(tmp_path):
    found, lost = sources([str(tmp_path)])

    assert ([], 1) == (found, len(lost))
    assert str(lost[0]).startswith(f"{tmp_path}: there is no process in this folder")


def test_a_folder_that_may_not_be_read_is_not_called_empty(folder, monkeypatch):
    def closed(place):
        if str(place) in {str(folder), str(folder / "deep")}:
            raise PermissionError(EACCES, "Permission denied", str(place))
        return scandir(place)

    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", closed)

    found, lost = sources([str(folder)])

    assert ([], [f"{folder}: This folder cannot be read: Permission denied."]) == (found, list(map(str, lost)))


def test_a_folder_below_that_may_not_be_read_is_told_beside_what_was_found(folder, monkeypatch):
    def closed(place):
        if str(place) == str(folder / "deep"):
            raise PermissionError(EACCES, "Permission denied", str(place))
        return scandir(place)

    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", closed)
    found, lost = sources([str(folder)])

    assert ["a"] == names(found)
    assert [f"{folder / 'deep'}: This folder cannot be read: Permission denied."] == list(map(str, lost))


def test_where_we_may_not_even_look_is_left_to_the_reader(monkeypatch):
    def refused(_path, **_options):
        raise PermissionError(EACCES, "Permission denied")

    monkeypatch.setattr(os, "stat", refused)

    assert not is_directory("closed/claim.yml")


def test_a_file_named_outright_is_taken_whatever_is_in_it(folder):
    path = str(folder / "other.yml")

    assert ([Source(path, "other")], []) == sources([path])


def test_a_missing_file_is_left_to_the_reader():
    assert ([Source("nowhere.yml", "nowhere")], []) == sources(["nowhere.yml"])


def test_a_file_meant_twice_is_taken_once(folder):
    assert ["a", "deep/b"] == names(sources([str(folder), str(folder / "a.yml")])[0])


def test_a_file_in_utf_16_is_found(tmp_path):
    (tmp_path / "wide.yml").write_text("process: Wide\n", encoding="utf-16")

    assert ["wide"] == names(sources([str(tmp_path)])[0])


def test_two_files_of_one_name_keep_their_reports_apart(folder):
    (folder / "deep" / "a.yml").write_text("process: A\n")

    assert ["a", "a-2"] == names(sources([str(folder / "a.yml"), str(folder / "deep" / "a.yml")])[0])


def test_a_file_further_down_keeps_its_way_as_its_name():
    assert ["samples/lean/process"] == names(sources(["samples/lean/process.yml"])[0])


def test_a_file_elsewhere_cannot_lead_its_reports_out_of_their_folder():
    assert ["process"] == names(sources(["../secret/process.yml"])[0])


def test_standard_input_is_a_source():
    assert [Source("-", "process")] == sources(["-"])[0]


def test_a_folder_is_not_one_file(tmp_path):
    with pytest.raises(FlowtrimError, match="one file is needed"):
        single(str(tmp_path))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_in_a_folder_keeps_nobody_waiting(folder):
    os.mkfifo(folder / "pipe.yml")

    assert ["a", "deep/b"] == names(sources([str(folder)])[0])


def test_of_a_file_that_is_far_too_large_the_beginning_tells(folder):
    for name, start in (("huge.yml", "process: Huge\n"), ("data.yml", "rows:\n")):
        with (folder / name).open("w") as stream:
            stream.write(start)
            stream.truncate(2**33)

    assert ["a", "huge", "deep/b"] == names(sources([str(folder)])[0])


def test_a_bpmn_file_that_is_none_is_not_passed_over_in_a_folder(tmp_path):
    (tmp_path / "a.bpmn").write_text("version https://git-lfs.github.com/spec/v1")
    (tmp_path / "b.bpmn2").write_text("")

    assert ["a", "b"] == names(sources([str(tmp_path)])[0])
