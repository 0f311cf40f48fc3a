"""A reason that appeals to a rule, a law or a boss, and names no article, minute or ticket.

## Why it matters

"Compliance wants it" ends every discussion, and when somebody looks it up, there is often no such rule, or it
asks for less. The same holds for a step that serves law or contract without a source.

## Example

```yaml
process: Expense claim
steps:
  - name: Approve the claim
    owner: Manager
    why: Company policy requires it.
```

## Instead

```yaml
process: Expense claim
steps:
  - name: Approve the claim
    owner: Manager
    why: Company policy requires it, section 4.2 of the travel rules.
```

## When to accept it

While somebody is looking it up, until a date.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_item, quoted, weak_reasons
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask where the rule is written."""
    for item in weak_reasons(survey, "authority", "source"):
        name = quoted(item.name)
        words = say("{name} appeals to a rule or an authority: which article, minute or ticket says so?", name=name)
        yield on_item(item, words)
