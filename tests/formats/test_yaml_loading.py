"""What a file may be made of, byte by byte; what is refused, and where the message points."""

import time
from pathlib import Path

import pytest
import yaml

from flowtrim.errors import InvalidFileError
from flowtrim.formats import loads, read
from flowtrim.formats.nodes import Entries, Items, Scalar
from flowtrim.formats.problems import Reading
from flowtrim.formats.yaml_events import load_tree
from tests.days import TODAY

SAMPLES = sorted(Path(__file__).parents[2].glob("samples/*/*.yml"))


def refusal(data):
    with pytest.raises(InvalidFileError) as caught:
        loads(data, file="f.yml", today=TODAY)
    return str(caught.value)


def tree(text, parser=yaml.CBaseLoader):
    return load_tree(Reading(file="f.yml", text=text, today=TODAY), parser)


def leaves(node):
    if type(node) is Scalar:
        return [(node.text, node.start, node.key)]
    children = node.nodes if type(node) is Items else node.nodes.values()
    return [leaf for child in children for leaf in leaves(child)]


@pytest.mark.parametrize("word", ["no", "on", "off", "yes", "y", "12:30", "010", "1_000", "2026-03-01", "true", "3.0"])
def test_a_plain_word_stays_the_word_it_is(word):
    assert word == loads(f"process: {word}", today=TODAY).process.name


@pytest.mark.parametrize("word", ["null", "~", "", "Null", "NULL"])
def test_no_value_is_an_absent_key(word):
    assert loads(f"process: p\nowner: {word}", today=TODAY).process.owner is None


def test_null_in_quotes_is_a_text():
    assert "null" == loads("process: 'null'", today=TODAY).process.name


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_text_with_its_byte_order_mark_is_read(encoding):
    process = loads("process: 审批发票\nsteps: [{name: Größe 🙂}]".encode(encoding), today=TODAY).process

    assert ("审批发票", "größe") == (process.name, process.steps[0].id)


@pytest.mark.parametrize("style", ["{}", "'{}'", '"{}"', "x # {}\nwhy: {}"])
@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\u0085"])
def test_signs_that_old_yaml_took_for_line_ends_stay_in_their_sentence(sign, style):
    process = loads("process: " + style.format(f"one{sign}two", f"one{sign}two"), today=TODAY).process

    assert f"one{sign}two" in (process.name, process.why)


@pytest.mark.parametrize("gap", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_an_editor_counts_them(gap):
    text = gap.join(["process: one\u2028two\u0085three", "steps:", "  - {name: x, knd: do}"])

    assert refusal(text.encode()).startswith("f.yml:3:15: The key 'knd' is not known in a step. Did you mean 'kind'?")


def test_columns_are_counted_in_signs_not_in_bytes():
    assert refusal("process: p\nsteps: [{name: 审批🙂, knd: do}]".encode()).startswith("f.yml:2:21: ")


REFUSED = {
    b"": "f.yml:1:1: The file is empty. A process file begins",
    b"# only a comment\n": "f.yml:1:1: The file is empty.",
    b"- a\n- b": "f.yml:1:1: This is a list, not a process.",
    b"hello": "f.yml:1:1: This is a text, not a process.",
    b"\x89PNG\r\n\x1a\n": "f.yml: This is a picture, which flowtrim does not read; write its steps as a table",
    b"process: p\nwhy: Pr\xfcfung": "f.yml:2:1: This is not UTF-8 text (byte 0xfc).",
    b"process: a\0": "f.yml:1:1: This is not a text file, or not one in UTF-8: it holds NUL",
    "process: a".encode("utf-16-le"): "f.yml:1:1: This is not a text file, or not one in UTF-8",
    b"process: a\n\x1b[31m": "f.yml:2:1: The character U+001B cannot stand in a text file",
    b"process: a\x7f": "f.yml:1:11: The character U+007F cannot stand in a text file",
    "process: \ud800": "f.yml:1:10: The character U+D800 cannot stand in a text file",
    b'process: "a\\u0007b"': "f.yml:1:10: The key 'process' holds the control character U+0007",
    b"process: &a [*a]": "f.yml:1:14: The alias '*a' stands inside what it refers to.",
    b"process: *a": "f.yml:1:10: The alias '*a' refers to nothing above it.",
    b"process: p\n---\nprocess: q": "f.yml:2:1: A file holds one process; a second document",
    b"process: p\n? [a]\n: b": "f.yml:2:3: A key must be a word, not a list or a mapping.",
    b"process: p\nsteps:\n\t- name: a": "f.yml:3:1: This is not YAML: while scanning for the next token",
    b"process: a: b": "f.yml:1:11: This is not YAML: mapping values are not allowed in this context. Is a value",
    b'process: p\nwhy: "abc\n': "f.yml:2:6: This is not YAML: while scanning a quoted scalar",
    b"process: p\nprocess: q": "f.yml:2:1: The key 'process' stands twice in one mapping, first on line 1.",
    b"process: !x p": "f.yml:1:10: The tag '!x' is not part of the format",
    b"process: !!python/object/apply:os.abort []": "f.yml:1:10: The key 'process' cannot be a list.",
}


@pytest.mark.parametrize(("data", "said"), REFUSED.items(), ids=map(repr, REFUSED))
def test_what_is_refused_says_where_and_why(data, said):
    assert said == refusal(data)[: len(said)]


def test_merge_keys_are_refused_with_what_to_do_instead():
    text = "process: p\nsteps:\n  - &a {id: a}\n  - {<<: *a, id: b}\n"

    assert "f.yml:4:6: The merge key '<<' is not part of the format; write the keys out." == refusal(text)


def test_an_alias_stands_for_what_it_refers_to():
    process = loads("process: p\nsteps: [{id: a, informs: &i [x, y]}, {id: b, informs: *i}]", today=TODAY).process

    assert ("x", "y") == process.steps[1].informs


def test_aliases_that_explode_are_refused_at_once():
    rows = [f"{c}: &{c} [{', '.join([f'*{p}'] * 9)}]" for p, c in zip("abcdefgh", "bcdefghi", strict=True)]
    bomb = "\n".join(["process: p", "a: &a [l, l, l, l, l, l, l, l, l]", *rows])
    begun = time.perf_counter()

    assert "unfold to more than 1,000,000 letters" in refusal(bomb)
    assert time.perf_counter() - begun < 1


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_twenty_thousand_levels_are_refused_at_once(opening):
    begun = time.perf_counter()

    assert "nested more than 60 deep" in refusal("process: p\nsteps:\n  " + opening * 20_000)
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_both_parsers_see_the_same_values_in_the_same_places(path):
    text = path.read_text(encoding="utf-8")

    assert leaves(tree(text)) == leaves(tree(text, yaml.BaseLoader))


def test_keys_and_values_know_where_they_stand():
    root = tree("a: 1\nb:\n  - {c: 'd'}\n")

    assert type(root) is Entries
    assert [("1", 3, 0), ("d", 16, 13)] == leaves(root)


def test_a_missing_file_a_folder_and_a_locked_file_are_one_sentence_each(tmp_path):
    for path, said in ((tmp_path / "no.yml", "There is no such file."), (tmp_path, "This is a folder, not a file.")):
        with pytest.raises(InvalidFileError, match=said):
            read(path, today=TODAY)


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000])
def test_an_impossible_file_name_is_one_sentence(name):
    with pytest.raises(InvalidFileError, match="cannot be read"):
        read(name, today=TODAY)


def test_a_file_far_too_large_is_refused(monkeypatch, tmp_path):
    (tmp_path / "huge.yml").write_bytes(b"\0" * (2**20 + 1))
    monkeypatch.setattr("flowtrim.formats.files.LARGEST", 2**20)

    with pytest.raises(InvalidFileError, match="larger than 1 MiB"):
        read(tmp_path / "huge.yml", today=TODAY)


def test_standard_input_is_read_for_a_hyphen(monkeypatch):
    import io

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"process: p")))
    document = read("-", today=TODAY)

    assert ("p", "<stdin>") == (document.process.name, document.file)


@pytest.mark.parametrize("rest", ["it pours.}", "it pours. , owner: a}", "it pours.\n }"])
def test_a_comma_in_a_text_without_quotes_is_told_as_that(rest):
    said = refusal(f"process: p\nsteps:\n  - {{name: a, why: It rains, {rest}\n".encode())

    assert "put that in quotes: a comma ends a text between { and }." in said


@pytest.mark.parametrize("step", ["{name: a, whi: b}", "{name: a, 'it pours': }", "{name: a, it pours: true}"])
def test_a_key_with_a_colon_is_no_rest_of_a_text(step):
    assert "quotes" not in refusal(f"process: p\nsteps:\n  - {step}\n".encode())


TEXT_BOMBS = {
    "a long reason": ("why: &a " + "word " * 40_000, "why: *a", 16_000),
    "a long reason in a list": ("inputs: &a [" + "word " * 40_000 + "]", "inputs: *a", 90_000),
    "many small values": ("inputs: &a [" + "x, " * 9_000 + "]", "inputs: *a", 1_000),
    "a long name": ("owner: &a " + "o" * 200_000, "owner: *a", 20_000),
}


@pytest.mark.parametrize(("first", "later", "times"), TEXT_BOMBS.values(), ids=TEXT_BOMBS.keys())
def test_a_text_that_aliases_repeat_counts_by_its_letters(first, later, times):
    bomb = f"process: P\nsteps:\n- {{name: a}}\n- name: b\n  {first}\n" + f"- {{name: c, {later}}}\n" * times
    begin = time.process_time()

    assert "unfold to more than 1,000,000 letters" in refusal(bomb)
    assert time.process_time() - begin < 5
