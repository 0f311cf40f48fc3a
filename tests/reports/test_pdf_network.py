"""Printing asks nobody anything: no name is looked up, and nothing but this machine is connected to."""

import re
import shutil
import subprocess
import sys

import pytest

from flowtrim.reports.media import pdf

PRINTING = "from flowtrim.reports.media.pdf import as_pdf; as_pdf('<h1>Pay</h1><img src=\"http://example.org/x.png\">')"


@pytest.mark.skipif(
    not shutil.which("strace") or not any(map(shutil.which, pdf._BROWSERS)), reason="needs strace and a browser"
)
def test_no_name_is_looked_up_and_no_byte_is_sent_elsewhere(tmp_path):
    calls = tmp_path / "calls"
    subprocess.run(
        ["strace", "-f", "-e", "trace=network", "-o", str(calls), sys.executable, "-c", PRINTING],
        check=True,
        timeout=300,
    )
    asked = [
        line
        for line in calls.read_text(errors="replace").splitlines()
        if re.search(r"htons\(53\)|SOCK_STREAM.*AF_INET", line)
    ]
    # A datagram socket that is connected sends nothing: the browser looks whether there is a way for IPv6.
    reached = [
        line for line in calls.read_text(errors="replace").splitlines()
        if re.search(r"\b(?:connect|sendto|sendmsg)\(", line) and "AF_INET" in line and not re.search(r'"127\.0\.0\.1"|"::1"|htons\(443\)', line)
    ]  # fmt: skip

    assert ([], []) == (asked, reached)
