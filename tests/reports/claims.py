"""The small processes that the tests of the documents share."""

CLAIM = """\
process: Expense claim
why: Travellers get their money back.
steps:
  - {name: Fill in, owner: Employee, why: Only the traveller knows what was paid.}
  - {name: Stamp, owner: Clerk, why: none}
  - {name: Approve, owner: Manager, kind: approve, waits: 1d, informs: [Clerk]}
kpis:
  - {name: Claims paid, what: Number of claims paid.}
"""
LEAN = """\
process: Lean claim
steps:
  - {name: Fill in, owner: Employee, why: Only the traveller knows what was paid.}
"""
