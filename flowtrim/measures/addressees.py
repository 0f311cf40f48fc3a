"""With whom a step speaks, or to whom it gives word: the customer, another house, or people of the house."""

from __future__ import annotations

import re
from functools import lru_cache

from flowtrim.model import Process, Step

WORDS = frozenset({"contact", "notify"})
"""The kinds of steps at which somebody hears something: the customer, where the step names nobody else."""


def hears(process: Process, step: Step) -> bool:
    """Whether the customer takes part in a step or gets word of it.

    A notice is for whom it informs, else for whom its name says ("Show it to the board"), else for the customer. A
    contact is with the customer, unless it is with a partner.

    >>> claim = Process("Claim", customer="Buyer")
    >>> hears(claim, Step("tell", "Tell", informs=("Buyer",)))
    True
    >>> hears(claim, Step("tell", "Tell", kind="notify", informs=("Boss",)))
    False
    """
    if _involves_customer(process, step):
        return True
    if step.kind == "contact":
        return is_with_customer(process, step)
    return step.kind == "notify" and not step.informs and not _is_told_to_others(process, step)


def is_with_customer(process: Process, step: Step) -> bool:
    """Whether a contact is one with the customer: another house is spoken with where the step says so.

    >>> from flowtrim.model import Role
    >>> order = Process("Order", customer="Buyer", roles=(Role("mill", "Mill", kind="partner"),))
    >>> is_with_customer(order, Step("ask", "Ask", kind="contact", informs=("mill",)))
    False
    >>> is_with_customer(order, Step("ask", "Ask", kind="contact", informs=("mill", "Buyer")))
    True
    >>> [is_with_customer(order, Step("a", name, kind="contact")) for name in ("Call the mill", "Ask for the mill")]
    [False, True]
    """
    if step.kind != "contact" or _involves_customer(process, step):
        return step.kind == "contact"
    if any(map(process.is_partner, step.involved)):
        return False
    return _says_customer(process, step) or not _is_with_partner(process, step)


def _involves_customer(process: Process, step: Step) -> bool:
    """Whether a step says that the customer is told, is asked, or takes part."""
    named = (step.owner, *step.alongside, *step.consults, *step.informs)
    return any(process.is_customer(role) or role == process.customer for role in named if role)


def _says_customer(process: Process, step: Step) -> bool:
    """Whether the name of a step has the customer in it."""
    customers = {role.id for role in process.roles if process.is_customer(role.id)}
    customers |= {process.customer} if process.customer else set()
    return any(process.role(each).name.casefold() in step.name.casefold() for each in customers)


def _is_with_partner(process: Process, step: Step) -> bool:
    """Whether a contact is said to be with a partner: by its name, or by who acts next on what it asks.

    Where the case goes straight back to the step that led there, and waits for a partner, that one was asked.
    """
    partners = frozenset(role.name for role in process.roles if process.is_partner(role.id))
    if not partners:
        return False
    if _addressed(partners).search(step.name):
        return True
    onward = [process.step(flow.to) for flow in step.flows if process.has_step(flow.to)]
    if step.waited_for == "partner":
        return bool(onward) and all(any(flow.to == step.id for flow in after.flows) for after in onward)
    is_first = any(start.at == step.id for start in process.entries)
    turns_to = not is_first and bool(onward) and _TURNS_TO.search(step.name) is not None
    return turns_to and all(after.owner is not None and process.is_by_partner(after) for after in onward)


def _is_told_to_others(process: Process, step: Step) -> bool:
    """Whether the name of a step says that somebody else is told, of the roles or above them, and not the customer.

    >>> claim = Process("Claim", customer="Household")
    >>> _is_told_to_others(claim, Step("show", "Show the slide to the board")), _is_told_to_others(
    ...     claim, Step("tell", "Tell the household what the board decided"))
    (True, False)
    """
    named = {
        name for role in process.roles if not process.is_customer(role.id) for name in (role.name, role.department)
    }
    others = _addressed(frozenset(name for name in named if name and len(name) > 1), or_above=True)
    return others.search(step.name) is not None and not _says_customer(process, step)


_ADDRESSED = (
    (
        r"\b(?:to|with|tell|inform|notify|brief|update|remind|warn|alert|ask|call|phone|ring|contact|consult|chase)"
        r"(?: the| our| its)? {who}\b(?!['’]s)"
    ),
    r"\b(?:an|bei|beim|mit|dem|den|die|das)(?: den| dem| der| die| das)? {who}\b",
    (
        r"^(?:der )?{who} (?:\w+ )*(?:informieren|benachrichtigen|erinnern|unterrichten|verständigen|fragen|befragen|"
        r"anfragen|anrufen|anschreiben|kontaktieren|beauftragen|bitten|schreiben)\b"
    ),
    (
        r"\b(?:à|au|aux|avec|auprès du|auprès de|informer|prévenir|avertir|alerter|appeler|contacter|relancer|"
        r"interroger|consulter|solliciter)(?: la| le| les)? {who}\b"
    ),
    r"\b(?:à|auprès de|avec|appeler|contacter|relancer|interroger|consulter|solliciter) l['’]{who}\b",
    r"\b(?:a|al|con|informar|avisar|notificar|llamar|contactar|consultar)(?: la| el| al| a la)? {who}\b",
    r"(?:向|给|通知|告知|提醒|询问|联系|咨询){who}|(?:与|跟|和){who}(?=联系|沟通|商|确认|核对|协)",
    r"{who}(?:に|へ|宛|と(?=調整|相談|協議|連絡|確認))",
)
"""How the name of a step says for whom or with whom it is, in the order en, de, fr, es, zh and ja."""

_TURNS_TO = re.compile(
    r"^(?:ask|request|order|call|phone|ring|contact|consult|chase|enquire|inquire|commission|instruct|query)\b"
    r"|(?:fragen|beauftragen|bestellen|anrufen|anfordern|einholen)$"
    r"|^(?:demander|commander|appeler|contacter|relancer|interroger|consulter|solliciter)\b"
    r"|^(?:pedir|solicitar|encargar|preguntar|llamar|contactar|consultar)\b"
    r"|(?:依頼|発注|照会|問い合わせ)(?:する|る)?$|^(?:询问|请求|委托|订购|联系|咨询)",
    re.IGNORECASE,
)
"""Names of contacts at which we turn to somebody, who then acts."""

_BODY = (
    "board|board of directors|management|management board|committee|council|supervisor|vorstand|geschäftsleitung|"
    "geschäftsführung|aufsichtsrat|direction|conseil|comité|dirección|consejo|管理层|董事会|取締役会|経営層|経営会議"
)


@lru_cache(maxsize=32)
def _addressed(names: frozenset[str], *, or_above: bool = False) -> re.Pattern[str]:
    who = "|".join([*map(re.escape, sorted(names, key=len, reverse=True)), *([_BODY] if or_above else [])])
    return re.compile("|".join(each.format(who=f"(?:{who})") for each in _ADDRESSED), re.IGNORECASE)
