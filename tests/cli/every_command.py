"""Every command with the files that it works on: what holds for one has to hold for all of them."""

from __future__ import annotations

import csv
import io
import subprocess
import sys

from tests.days import ON_THE_DAY, TODAY

PROCESS = """process: Claim
why: Whoever had a loss is paid what is owed to them.
owner: Head of claims
customer: Insured
roles:
  insured: {name: Insured, kind: customer}
steps:
  - {id: ask, name: Ask, owner: Clerk, outputs: [claim]}
  - {id: check, name: Check, owner: Judge, inputs: [claim], outputs: [claim]}
  - {id: stamp, name: Stamp, owner: Judge, why: none}
  - {id: pay, name: Pay, owner: Clerk, why: The insured needs the money to repair the house., inputs: [claim]}
kpis:
  - {name: Days to pay, why: The insured waits., action: Shorten the queue., target: 3d, owner: Head of claims}
"""
PLAN = "plans:\n  - {name: Leaner, on: 2026-01-01, changes: [{drop: stamp, because: Nobody reads it.}]}\n"
CALLS = {
    "analyze": (
        ["analyze", "p.yml", "--all", "--say"], ["analyze", "p.yml", "q.yml", "-o", "out"], ["analyze", "p.yml", "--format", "sarif"],
        ["analyze", "p.yml", "--trim"], ["analyze", "HEAD:p.yml"], ["analyze", "p.yml", "--open", "-o", "shown"],
    ),
    "trim": (["trim", "p.yml", "-o", "after"], ["trim", "p.yml", "--into", "p.yml"], ["trim", "p.yml", "--interactive"]),
    "ask": (["ask", "p.yml"],),
    "compare": (["compare", "p.yml", "q.yml"], ["compare", "p.yml", "--plan", "Leaner", "-o", "both"]),
    "draw": (["draw", "p.yml", "-o", "p.svg"], ["draw", "p.yml", "-o", "p.png"], ["draw", "p.yml", "-o", "p.pdf"]),
    "review": (["review", "p.yml", "--steps"], ["review", ".", "--format", "ics"]),
    "checklist": (["checklist", "p.yml", "-o", "list.xlsx"], ["checklist", "p.yml", "-o", "list.pdf"]),
    "sign": (["sign", "p.yml", "signed.csv", "-o", "signed.yml"],),
    "cards": (["cards", "p.yml"], ["cards", "p.yml", "-o", "cards.pdf"]),
    "convert": (["convert", "p.yml", "p.bpmn"], ["convert", "p.yml", "p.xlsx"], ["convert", "table.xlsx", "-", "--to", "yaml"]),
    "workshop": (["workshop", "p.yml", "--print"], ["workshop", "p.yml", "--port", "0"], ["workshop", "p.yml", "--port", "0", "--share"]),
    "new": (["new", "mine.yml"], ["new", "empty.xlsx", "--format", "xlsx"], ["new", "sample", "--example", "bicycle-repair"]),
    "rules": (["rules"], ["rules", "why-none"]),
    "evidence": (["evidence", "p.yml", "log.csv"], ["evidence", "p.yml", "log.csv", "--format", "html", "-o", "evidence.html"]),
    "history": (["history", "p.yml"], ["history", "p.yml", "--format", "html", "-o", "history.html"]),
    "settings": (["settings"],),
    "schema": (["schema"],),
    "help": (["help"], ["help", "trim"]),
    "init": (["init", "second.yml"],),
    "explain": (["explain", "why-none"],),
}  # fmt: skip
"""Every command, by the names that people type; a new one is listed here, or a test says so."""
TYPED = "\n".join(["Pay out", "Ask, Pay", "Clerk", "", "", "y", *[""] * 40, "q", "n"])
"""What is typed where a command asks."""
SERVES = {"workshop"}
"""Commands that go on until they are told to stop."""


def lay_out(place):
    """Write the files that the commands work on, and put them under git."""
    (place / "p.yml").write_text(PROCESS + PLAN)
    (place / "q.yml").write_text(PROCESS.replace("owner: Judge", "owner: Clerk"))
    (place / "flowtrim.toml").write_text('profile = "strict"\n')
    rows = "".join(f"{n},{step},2026-03-{1 + n:02} 09:{at}0:00,{who}\n" for n in range(9) for at, (step, who) in enumerate((("Ask", "Clerk"), ("Check", "Judge"), ("Pay", "Clerk"))))  # fmt: skip
    (place / "log.csv").write_text(f"case,activity,time,role\n{rows}")
    flowtrim(place, "convert", "p.yml", "table.xlsx")
    (place / "signed.csv").write_text(_signed(flowtrim(place, "checklist", "p.yml", "--format", "csv", *ON_THE_DAY)))
    git = "git init -q . && git add p.yml && git -c user.name=a -c user.email=a@b commit -qm Begin"
    subprocess.run(git, shell=True, check=True, cwd=place)


def flowtrim(place, *arguments):
    """Run a command, and return what it prints."""
    command = [sys.executable, "-m", "flowtrim", *arguments]
    return subprocess.run(command, check=True, cwd=place, capture_output=True, text=True).stdout


def _signed(checklist):
    """Return a checklist as a reviewer fills it in who keeps everything."""
    rows, heads = list(csv.reader(io.StringIO(checklist))), []
    said = {"Reviewed on": TODAY.isoformat(), "Reviewer": "Audit", "Process owner": "Head of claims", "Minutes": "30"}
    for row in rows:
        heads = row if "Decision" in row else heads if row else []
        if heads and row is not heads:
            row[heads.index("Decision")] = "keep"
        elif row and row[0] in said:
            row[1:] = [said[row[0]]]
    filled = io.StringIO()
    csv.writer(filled).writerows(rows)
    return filled.getvalue()
