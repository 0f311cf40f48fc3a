"""The words on the pages, by the names under which the pages ask for them."""

from __future__ import annotations

from flowtrim.sentences import Message, marked, messages

_WORDS = {
    "agenda": marked("Agenda"),
    "answer": marked("Your answer"),
    "answered": marked("{number} of {all} have answered"),
    "asklater": marked("Ask somebody later"),
    "assign": marked("Give to"),
    "because": marked("Because"),
    "before": marked("Before"),
    "changed": marked("The file was changed by somebody else. At the end, the result is written beside it."),
    "business": marked("business"),
    "by": marked("Who sees to it"),
    "change": marked("Change"),
    "close": marked("Let nobody else join"),
    "contract": marked("contract"),
    "count": marked("Show the votes"),
    "customer": marked("customer"),
    "decide": marked("Decide"),
    "decisions": marked("Decisions"),
    "devices": marked("Devices"),
    "door": marked("Nobody else can join now."),
    "drop": marked("Drop"),
    "elevator": marked("In the elevator"),
    "end": marked("End and write the report"),
    "entry": marked("Whoever has the address can join."),
    "enables": marked("enables"),
    "ended": marked("The session is over. Thank you."),
    "first": marked("The first change to make:"),
    "goon": marked("Go on"),
    "guest": marked("Guest"),
    "handoffs": marked("Handoffs"),
    "handover": marked("Hand over the lead"),
    "idea": marked("An idea"),
    "join": marked("Join"),
    "joined": marked("{number} joined"),
    "keep": marked("Keep"),
    "kept": marked(
        "What you write is kept under a random number and your role, never your name. "
        "Everybody sees the answers together, and of the votes only the totals."
    ),
    "keys": marked("Keys: n next question, r answers, v vote, c votes, d decide, u undo, t clock"),
    "later": marked("Ask later"),
    "lost": marked("The connection is lost. Trying again."),
    "law": marked("law"),
    "lead": marked("You lead now."),
    "measured": marked("It took {number} seconds."),
    "merge": marked("Merge with"),
    "move": marked("Move after"),
    "nextreview": marked("Next review:"),
    "nothing": marked("I do not know"),
    "now": marked("Now"),
    "open": marked("Let others join again"),
    "owner": marked("Who finds out"),
    "pin": marked("PIN on the screen"),
    "release": marked("The role leaves"),
    "reveal": marked("Show the answers"),
    "rides": marked("Rides"),
    "risk": marked("risk"),
    "role": marked("I am here as"),
    "roles": marked("Roles"),
    "seconds": marked("Seconds to tell"),
    "send": marked("Send"),
    "sent": marked("Kept. You can change it until it is shown."),
    "serves": marked("Whom it serves"),
    "source": marked("Source"),
    "start": marked("Start the clock"),
    "steps": marked("Steps"),
    "stop": marked("Stop the clock"),
    "sure": marked("Decide all the same?"),
    "takeup": marked("Take it up"),
    "switch": marked("Before and after"),
    "undo": marked("Undo"),
    "unsure": marked("Not sure"),
    "until": marked("Until"),
    "vote": marked("Vote"),
    "voted": marked("{number} of {all} have voted"),
    "wait": marked("The facilitator asks the first question soon."),
    "talk": marked("Talk about it in the room."),
    "why": marked("The reason"),
}


def words(language: str) -> dict[str, str]:
    """Return the words in a language; parts in braces are filled in by the page.

    >>> words("en")["answered"]
    '{number} of {all} have answered'
    """
    tell = messages(language)
    parts = {"number": "{number}", "all": "{all}"}
    said = {name: tell(Message(text.format(**parts), text, parts)) for name, text in _WORDS.items()}
    return {**said, "language": language}
