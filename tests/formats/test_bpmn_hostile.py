"""XML that is made to break a reader, or to keep it busy."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtrim.errors import InvalidFileError
from flowtrim.formats import loads
from flowtrim.formats.bpmn.xml import without_markup
from tests.days import TODAY

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BODY = '<definitions xmlns="{model}"><process id="p"><task id="a" name="{name}"{more}/></process></definitions>'


def bpmn(name="Pay", model=MODEL, more="", declared="", encoding="utf-8"):
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    return (head + BODY.format(name=name, model=model, more=more)).encode(encoding, "surrogatepass")


def outcome(data):
    """Return the names of the steps, or the problems."""
    try:
        return [step.name for step in loads(data, file="f.bpmn", today=TODAY).process.steps]
    except InvalidFileError as refusal:
        return [str(problem) for problem in refusal.problems]


NO_ENCODINGS = ("undefined", "punycode", "idna", "rot13", "base64", "zlib", "uu", "unicode_escape", "raw_unicode_escape",
                "utf-7", "mbcs", "oem", "nothing", "hex", "quopri", "bz2", "charmap", "palmos", "cp037")  # fmt: skip


@pytest.mark.parametrize("declared", NO_ENCODINGS)
def test_an_encoding_that_no_text_is_written_in_is_passed_over(declared):
    assert ["Prüfen"] == outcome(bpmn("Prüfen", declared=declared, encoding="cp1252"))


@pytest.mark.parametrize(
    ("declared", "encoding", "name"),
    [
        ("ISO-8859-1", "latin-1", "Prüfen"), ("windows-1252", "cp1252", "Prüfen €"), ("gb2312", "gb2312", "审批"),
        ("Shift_JIS", "shift_jis", "承認"), ("EUC-KR", "euc_kr", "승인"), ("UTF-16", "utf-16", "审批 🙂"),
        ("KOI8-R", "koi8-r", "Оплата"), ("Big5", "big5", "審批"), ("utf8", "utf-8", "审批"), ("ISO-8859-15", "iso8859-15", "€"),
    ],
)  # fmt: skip
def test_an_encoding_that_texts_are_written_in_is_read(declared, encoding, name):
    assert [name] == outcome(bpmn(name, declared=declared, encoding=encoding))


@pytest.mark.parametrize("where", ["name", "model", "more"])
@pytest.mark.parametrize("half", ["&#xD800;", "&#55296;", "&#xDFFF;"])
def test_half_a_letter_is_left_out_or_refused(where, half):
    given_ = {"name": half, "model": MODEL + half, "more": f' x{half}="1"'}[where]

    assert all(str(said).isascii() for said in outcome(bpmn(**{where: given_})))


@pytest.mark.parametrize("declared", ["UTF-16", "UTF-8", ""])
@pytest.mark.parametrize("where", ["name", "model", "more"])
def test_half_a_letter_as_bytes_is_refused_or_replaced(where, declared):
    given_ = {"name": "\ud800", "model": MODEL + "\ud800", "more": ' x\ud800="1"'}[where]
    encoding = "utf-16" if declared == "UTF-16" else "utf-8"

    assert [] != [said.encode() for said in outcome(bpmn(declared=declared, encoding=encoding, **{where: given_}))]


def test_a_slow_encoding_costs_nothing():
    begin = time.process_time()
    outcome(b'<?xml version="1.0" encoding="punycode"?>' + b"<a>" * 200_000 + b"\xff")

    assert time.process_time() - begin < 2


@pytest.mark.parametrize(
    "piece",
    [
        "<!--",
        "<style>",
        "<script ",
        "<title>",
        "<STYLE x",
        "<!-- <style>",
        "<p",
        "</p",
        "<!doctype ",
        "-->",
        "</style>",
        "<b ",
        "<",
    ],
)
def test_marks_of_html_that_are_never_closed_cost_nothing(piece):
    begin = time.process_time()
    without_markup("<br/>" + piece * 100_000)

    assert time.process_time() - begin < 2


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a<!-- b -->c<br/>", "a c"), ("<style>p {}</style>Pay<br/>", "Pay"), ("<b>Pay</b><!-- open", "Pay<!-- open"),
        ("<script>x <!-- </script>Pay<br/>", "Pay"), ("<!-- <style> -->Pay</style><br/>", "Pay"),
        ("<style>a</style>b<STYLE>c</STYLE>d<br/>", "b d"),
    ],
)  # fmt: skip
def test_what_nobody_is_meant_to_read_goes(text, seen):
    assert seen == without_markup(text)


@given(
    st.sampled_from(["utf-8", "utf-16", "utf-16-le", "latin-1", "gbk"]),
    st.sampled_from(["", "UTF-8", "UTF-16", "latin-1", "gbk", *NO_ENCODINGS]),
    st.text("aü审\ud800\udfff🙂<&;\0", max_size=6),
    st.binary(max_size=4),
)
def test_whatever_an_encoding_is_said_to_be_it_ends_in_a_process_or_in_sentences(encoding, declared, name, tail):
    body = BODY.format(name=name, model=MODEL, more="").encode(
        encoding, "backslashreplace" if "utf" not in encoding else "surrogatepass"
    )
    head = f'<?xml version="1.0" encoding="{declared}"?>'.encode(encoding) if declared else b""

    assert outcome(head + body + tail) is not None
