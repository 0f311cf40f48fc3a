"""Inputs made at random, format by format, for so many minutes: python benchmarks/fuzz.py --minutes 10 [FORMAT...].

Every input is read, and what can be read is measured. It counts what ends in a process and what in sentences; whatever
else happens (a foreign exception, more than 10 seconds of processor time) is kept in a folder, and the exit code is 1.
Memory is bound to 1 GB by the system. The seed is printed, and the same one makes the same inputs.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import time
import traceback
import zipfile
from datetime import date
from pathlib import Path

from flowtrim.errors import FlowtrimError
from flowtrim.formats import dumps, encode, loads, read
from flowtrim.measures import Survey
from flowtrim.model import Limits

TODAY = date(2026, 11, 24)
SECONDS, BYTES = 10.0, 2**30
SAMPLES = Path(__file__).parents[1] / "samples"
ENDINGS = {
    "yaml": "yml",
    "json": "json",
    "bpmn": "bpmn",
    "csv": "csv",
    "xlsx": "xlsx",
    "ods": "ods",
    "mermaid": "mmd",
    "markdown": "md",
}
PIECES = [
    b"", b"\0", b"\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b'"', b"'", b"<", b">", b"&#0;", b"&#xD800;", b"&", b"\n", b"\r", b";", b",",
    b"|", b"[", b"]", b"{", b"}", b"(", b")", b"-->", b"<!--", b"<![CDATA[", b"<!DOCTYPE a>", b"end", b"subgraph ", b"%%", b"- ", b"%", b"&a ", b"*a",
    b"<<: ", b"\xe2\x80\xa8", b"\xc2\x9b", b"\x1b[2J", b"&lt;", b"0", b"-1", b"9" * 30, b"1e400", b"nan", b"null", b":", b"::error::", b"##vso[x]", b"  ", b"\t",
    b'encoding="undefined"', b'number-rows-repeated="999999"', b' r="XFD1048576"', b"next: ", b"all: ", b"share: 200%", b"takes: 5", b"why: none",
]  # fmt: skip


def seeds() -> dict[str, list[bytes]]:
    """Return the samples in every format that is read."""
    processes = [read(file, today=TODAY).process for file in sorted(SAMPLES.glob("*/process.yml"))]
    made = {
        form: [encode(process, form).data for process in processes[:4]]
        for form in ("bpmn", "csv", "xlsx", "json", "mermaid")
    }
    made["yaml"] = [dumps(process).encode() for process in processes]
    made["markdown"] = [
        b"# Claim\n\n1. Ask (Clerk)\n   - Why: the law\n2. **Payroll**: Pay\n\n| Step | Who |\n|---|---|\n| Ask | Clerk |\n"
    ]
    made["ods"] = [ods()]
    return made


def ods() -> bytes:
    """Return a small open document."""
    cell = '<t:table-cell o:value-type="string" t:number-columns-repeated="1"><x:p>Step</x:p></t:table-cell>'
    names = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    content = f'<o:document-content {names}><o:body><o:spreadsheet><t:table t:name="A"><t:table-row t:number-rows-repeated="2">{cell}</t:table-row></t:table></o:spreadsheet></o:body></o:document-content>'
    return pack({
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.replace("o:", "office:").replace("t:", "table:").replace("x:", "text:").encode(),
        "META-INF/manifest.xml": b'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
    })  # fmt: skip


def pack(parts: dict[str, bytes]) -> bytes:
    """Return an archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def wounded(data: bytes, dice: random.Random) -> bytes:
    """Return bytes with a few places cut, doubled, or replaced."""
    for _ in range(dice.choice((1, 1, 2, 3, 6))):
        start = dice.randrange(len(data) + 1)
        end = start + dice.choice((0, 0, 1, 3, 20, 200))
        put = dice.choice(
            (dice.choice(PIECES), dice.choice(PIECES) * dice.choice((2, 50)), data[start:end] * 2, dice.randbytes(2))
        )
        data = data[:start] + put + data[end:]
    return data if dice.random() < 0.97 else data[: dice.randrange(len(data) + 1)]


def made(form: str, known: list[bytes], dice: random.Random) -> bytes:
    """Return one input: of a workbook a part is wounded as often as the archive."""
    data = dice.choice(known)
    if form not in ("xlsx", "ods") or dice.random() < 0.2:
        return wounded(data, dice)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = dice.choice(list(parts))
    return pack({**parts, name: wounded(parts[name], dice)})


def tried(form: str, data: bytes) -> str:
    """Return how an input ends: read, refused, or what is wrong."""
    begin = time.process_time()
    try:
        process = loads(data, file=f"f.{ENDINGS[form]}", today=TODAY).process
        survey = Survey(process, today=TODAY, limits=Limits())
        outcome = f"read {survey.process.name!r}"[:4]
    except FlowtrimError:
        outcome = "refused"
    except BaseException as bug:  # a panic of a library is no Exception
        if isinstance(bug, KeyboardInterrupt):
            raise
        return "broke: " + "".join(traceback.format_exception(bug)[-3:])
    spent = time.process_time() - begin
    return outcome if spent < SECONDS else f"took {spent:.1f} s"


def bound() -> None:
    """Bind the memory of this run, where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (2 * BYTES, resource.getrlimit(resource.RLIMIT_AS)[1]))


def main() -> int:
    """Try inputs until the time is over, and tell how they ended."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("forms", nargs="*", metavar="FORMAT", help=", ".join(ENDINGS))
    options.add_argument("--minutes", type=float, default=1.0)
    options.add_argument("--seed", type=int, default=time.time_ns() % 2**32)
    options.add_argument("--keep", type=Path, default=Path("fuzz-found"))
    given = options.parse_args()
    bound()
    dice, known, forms = random.Random(given.seed), seeds(), given.forms or list(ENDINGS)
    counts: dict[tuple[str, str], int] = {}
    wrong, until, number = 0, time.monotonic() + 60 * given.minutes, 0
    while time.monotonic() < until:
        form = forms[number % len(forms)]
        data = made(form, known[form], dice)
        outcome = tried(form, data)
        counts[form, outcome[:7]] = counts.get((form, outcome[:7]), 0) + 1
        if outcome not in ("read", "refused"):
            wrong += 1
            given.keep.mkdir(exist_ok=True)
            (given.keep / f"{given.seed}-{number}.{ENDINGS[form]}").write_bytes(data)
            print(f"{form} {number}: {outcome}")
        number += 1
    print(f"seed {given.seed}: {number:,} inputs, {wrong:,} wrong")
    for (form, outcome), count in sorted(counts.items()):
        print(f"  {form:<9} {outcome:<8} {count:>9,}")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
