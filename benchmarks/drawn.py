"""Processes of any size: a small realistic passage, repeated; steps, handoffs, a choice, a loop, a parallel section."""

from __future__ import annotations

PASSAGE = """\
  - {{id: take{n}, name: Take the call {n}, owner: agent{r}, kind: contact, takes: 3m, outputs: [question{n}], why: Only the customer can tell what looks wrong on bill {n}.}}
  - {{id: look{n}, name: Look up the bill {n}, owner: agent{r}, takes: 2m, inputs: [question{n}], outputs: [bill{n}]}}
  - id: check{n}
    name: Check the bill {n}
    owner: billing{r}
    kind: check
    takes: 5m
    waits: 30m
    inputs: [bill{n}]
    outputs: [finding{n}]
    next: [{{to: look{n}, when: unclear, share: 10%}}, {{to: credit{n}, when: wrong, share: 30%}}, {{to: explain{n}, when: right, share: 60%}}]
  - {{id: credit{n}, name: Propose a credit {n}, owner: billing{r}, takes: 4m, inputs: [finding{n}], outputs: [credit{n}]}}
  - {{id: approve{n}, name: Approve the credit {n}, owner: manager{r}, kind: approve, waits: 1d, why: Policy., decisions: {{made: 412, refused: 0}}, next: post{n}}}
  - {{id: explain{n}, name: Explain the bill {n}, owner: agent{r}, kind: contact, takes: 4m, next: both{n}}}
  - {{id: post{n}, name: Post the credit {n}, owner: accounting{r}, takes: 2m, inputs: [credit{n}]}}
  - {{id: both{n}, kind: gateway, next: {{all: [write{n}, file{n}]}}}}
  - {{id: write{n}, name: Write to the customer {n}, owner: agent{r}, kind: notify, takes: 2m, next: done{n}}}
  - {{id: file{n}, name: File the case {n}, owner: archive{r}, kind: store, takes: 1m, next: done{n}}}
  - {{id: done{n}, name: Close the case {n}, owner: agent{r}, join: all, takes: 1m}}
"""
STEPS_IN_PASSAGE = 10
"""Performed steps; the gateway is not one."""


def drawn_process(steps: int, *, roles: int = 3) -> str:
    """Return a process file with about so many performed steps, and never more than a few dozen roles."""
    passages = range(max(1, round(steps / STEPS_IN_PASSAGE)))
    body = "".join(PASSAGE.format(n=n, r=n % roles) for n in passages)
    return f"process: Drawn with {steps} steps\nwhy: To measure how the cost grows.\nvolume: 12000/year\nsteps:\n{body}"
