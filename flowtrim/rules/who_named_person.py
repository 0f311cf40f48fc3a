"""A person's name where a role belongs.

## Why it matters

When a figure and the people disagree, look at the process first: nine times in ten it is not the employee. A
process that names persons invites the opposite, is out of date at the first change of staff, and lays
personal data where it has no business. Only plain signs count: a form of address, or an initial with a
surname.

## Example

```yaml
process: Expense claim
steps:
  - {name: Approve the claim, owner: Mr Miller}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Approve the claim, owner: Head of Sales}
```

## When to accept it

When the name is that of a firm or a product.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_role, quoted
from flowtrim.sentences import say

PERSON = re.compile(
    r"^(Mr|Mrs|Ms|Miss|Herr|Frau|Monsieur|Madame|Mme|Señor|Señora|Sr|Sra)\.?\s+[^\W\d_]"
    r"|^([A-Z]\.\s?)+[A-Z][a-z]{2,}$"
    r"|^\S{1,5}(さん|様|先生|女士|小姐|씨)$",
)


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whether a role is a person."""
    process = survey.process
    for role in process.parties:
        if PERSON.search(role.name.strip()):
            name = quoted(role.name)
            yield on_role(role, say("{name} looks like a person's name: name the role instead.", name=name))
