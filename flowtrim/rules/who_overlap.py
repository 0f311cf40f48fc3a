"""A role whose possible work is much like that of another.

## Why it matters

Two roles that can do nearly the same hand each other work that either could finish. The overlap is that of
what they do and of what their declared skills let them do, weighted by time.

## Example

```yaml
process: Expense claim
roles:
  clerk: {name: Clerk, skills: [ledger, letters, archive]}
  office: {name: Office, skills: [ledger, letters, phone]}
steps:
  - {name: Answer the employee, owner: office, skill: phone, takes: 5m}
  - {name: Write to the employee, owner: office, skill: letters, takes: 1h}
  - {name: Book the claim, owner: clerk, skill: ledger, takes: 1h}
  - {name: File the claim, owner: clerk, skill: archive, takes: 5m}
```

## Instead

```yaml
process: Expense claim
roles:
  clerk: {name: Clerk, skills: [ledger, archive]}
  office: {name: Office, skills: [letters, phone]}
steps:
  - {name: Answer the employee, owner: office, skill: phone, takes: 5m}
  - {name: Write to the employee, owner: office, skill: letters, takes: 1h}
  - {name: Book the claim, owner: clerk, skill: ledger, takes: 1h}
  - {name: File the claim, owner: clerk, skill: archive, takes: 5m}
```

## When to accept it

When two of them are needed to stand in for each other. Who approves or checks the work of another has to know it, and
is not asked. Where one of them can do all that the other does, `who-subsumed` asks about that.

## Source

Burattin, Sperduti, Veluscek, *Business models enhancement through discovery of roles*, CIDM 2013, for the
measure and its 0.65.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_role, percent
from flowtrim.sentences import quoted_list, say

LIMIT = "role_overlap"


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask which roles are alike, once of each two."""
    process, told = survey.process, set[str]()
    for role_id in (role_id for role_id, against in survey.signs.items() if "who-overlap" in against):
        other, share = survey.evidence.overlaps[role_id]
        subsumed = any("who-subsumed" in survey.signs.get(one, ()) for one in (role_id, other))
        if not subsumed and other not in told:
            told.add(role_id)
            roles = quoted_list(process.role(one).name for one in (role_id, other))
            parts = {"roles": roles, "share": percent(share)}
            words = say("{roles} are much alike: {share} of what they can do both can do. Why are they two?", **parts)
            yield on_role(process.role(role_id), words)
