"""A step that two units share.

## Why it matters

"Sales / Finance" means that each waits for the other, and neither answers when it goes wrong. Give a step to
one unit, and let it ask the other, or name who helps under `with`. "Sales and Finance" is several where each is a
role of its own here, or a department or post that stands alone elsewhere; "Research and Development" is one.

## Example

```yaml
process: Expense claim
steps:
  - {name: Check the claim, owner: Sales / Finance}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Check the claim, owner: Finance, consults: [Sales]}
```

## When to accept it

When the stroke or the "and" belongs to the name of one unit.

## Source

The split responsibilities heuristic: Reijers, Liman Mansar, *Best practices in business process redesign*,
Omega 33, 2005; the rule of the single A in RACI charts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_step, quoted
from flowtrim.sentences import say

SEVERAL = re.compile(r"\s[/&+]\s|\w[,;]\s+\w|、|\s(?:or|oder|o|ou)\s", re.IGNORECASE)
JOINED = re.compile(r"^(.+?)(?:\s+(?:and|und|y|e|et)\s+|和|与|及|と|および|及び)(.+)$", re.IGNORECASE)
ALONE = re.compile(
    r"^(?:the )?(?:sales|finance|legal|procurement|purchasing|production|logistics|warehouse|accounting|controlling"
    r"|engineering|billing|dispatch|it|hr|customer service|vertrieb|einkauf|finanzen|buchhaltung|recht|produktion|lager"
    r"|logistik|personal|ventas|finanzas|compras|contabilidad|producción|almacén|ventes|finances?|achats|comptabilité"
    r"|production|entrepôt|juridique|営業部?|経理部?|財務部?|購買部?|法務部?|人事部?|生産部?|营业部?|销售部?|财务部?|采购部?|法务部?"
    r"|生产部?|人事部?|仓库)(?: department| team)?$"
    r"|\b(?:managers?|heads?|leads?|chiefs?|officers?|clerks?|nurses?|physicians?|doctors?|residents?|attendings?|agents?"
    r"|engineers?|deputy|assistants?|buyers?|controllers?|accountants?|lawyers?|directors?|leiter(?:in)?|chef(?:in)?"
    r"|arzt|ärztin|sachbearbeiter(?:in)?|jefe|jefa|gerente|médico|enfermera|directeur|directrice|responsable|médecin"
    r"|infirmière)$|(?:課長|部長|係長|担当者?|经理|主管|主任|专员)$",
    re.IGNORECASE,
)
"""Departments and posts that seldom share a name with another one: their names end so, or are just these."""


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whether one unit answers for each step."""
    process = survey.process
    named = {role_id for step in process.work for role_id in (step.owner, step.accountable) if role_id}
    known = {role.name.casefold() for role in process.parties} | {role_id.casefold() for role_id in named}
    several = {role_id for role_id in named if _are_several(process.role(role_id).name, known)}
    for step in process.work if several else ():
        for role_id in (step.owner, step.accountable):
            if role_id in several:
                role, name = quoted(process.role(role_id).name), quoted(step.name)
                yield on_step(step, _performed(role, name) if role_id == step.owner else _answered(role, name))
                break


def _are_several(name: str, known: Collection[str]) -> bool:
    """Whether a name joins several units; one that says "and" does where either half is known as one of its own."""
    joined = JOINED.match(name.strip())
    if joined is None or SEVERAL.search(name):
        return SEVERAL.search(name) is not None
    halves = [half.strip() for half in joined.groups()]
    return any(half.casefold() in known for half in halves) or all(map(ALONE.search, halves))


def _performed(role: str, step: str) -> str:
    return say("{role} seems to be several units, and each performs {step}.", role=role, step=step)


def _answered(role: str, step: str) -> str:
    return say("{role} seems to be several units, and each answers for {step}.", role=role, step=step)
