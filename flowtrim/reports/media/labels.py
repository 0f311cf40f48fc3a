"""The words of the report page itself, in the language of the process: headings, links, buttons, heads of tables."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from flowtrim.sentences import Message, marked, messages

_LABELS = (
    marked("Decision"),
    marked("What can go"),
    marked("Time and money"),
    marked("What happens to each step"),
    marked("Step by step"),
    marked("Read aloud"),
    marked("Figures"),
    marked("Findings"),
    marked("Rules"),
    marked("KPIs"),
    marked("Handoffs"),
    marked("Who does what"),
    marked("Skip to the findings"),
    marked("Parts of this report"),
    marked("The elevator test"),
    marked("What to do next"),
    marked("Read what is behind a finding, and when to accept it"),
    marked("The picture"),
    marked("Which picture"),
    marked("Process"),
    marked("Before"),
    marked("After"),
    marked("What changes"),
    marked("Size of the picture"),
    marked("Larger"),
    marked("Smaller"),
    marked("Fit"),
    marked("Whole screen"),
    marked("Click a step to ask it why."),
    marked("No picture could be made on this computer. The steps are told below."),
    marked("What can go, and why"),
    marked("What happens to each role"),
    marked("Held, and left alone"),
    marked("Questions besides, most at stake first"),
    marked("Questions, most at stake first"),
    marked("Considered, and left alone"),
    marked("Where time and money go"),
    marked("Roles"),
    marked("Steps"),
    marked("nobody named"),
    marked("Nobody has said why."),
    marked("What is said"),
    marked("▶ Read it aloud"),
    marked("❚❚ Pause"),
    marked("From the start"),
    marked("What is grey comes after the first ride."),
    marked("Spoken text"),
    marked("The figures"),
    marked("As it is"),
    marked("Before and after"),
    marked("Attempts, in their order"),
    marked("Roles that could go"),
    marked("The findings"),
    marked("No findings"),
    marked("Search"),
    marked("Show"),
    marked("all"),
    marked("Sort by"),
    marked("errors"),
    marked("warnings"),
    marked("hints"),
    marked("severity"),
    marked("line"),
    marked("rule"),
    marked("The rules behind the findings"),
    marked("What is measured, and why"),
    marked("Who hands to whom"),
    marked("From \\ to"),
    marked("Flows on which the work changes hands; the darker, the more"),
    marked("The work never changes hands."),
    marked("Step"),
    marked("R performs, A answers for it, C is asked, I is told"),
    marked("Nobody is named at any step yet."),
    marked("← Previous"),
    marked("Next →"),
    marked("Close"),
    marked("As a table"),
    marked("Stage"),
    marked("From before to after, stage by stage; pale is what a stage takes away"),
    marked("Figure"),
    marked("Difference"),
    marked("Today"),
    marked("Safe alone"),
    marked("If no question finds an answer"),
    marked("roles"),
    marked("steps"),
    marked("handoffs"),
    marked("rides"),
    marked("hours a year"),
    marked("cost a year"),
    marked("safe"),
    marked("ask first"),
    marked("Why"),
    marked("What it leads to"),
    marked("Owner"),
    marked("Nobody has said."),
    marked("What is said in the elevator"),
    marked("Severity"),
    marked("Finding"),
    marked("Rule"),
    marked("From"),
    marked("To"),
    marked("Flows"),
    marked("Who"),
    marked("Facts"),
    marked("What happens"),
)


def labels(language: str | None) -> Callable[..., str]:
    """Return what says a label or a message in a language; what is neither comes back as it is.

    Where the words around it are in English, the page marks its language. ``bare`` is for an attribute, which cannot.

    >>> say = labels("de")
    >>> say("Close"), say("Close", bare=True), say("With 'Trim'")
    (Markup('<span lang="de">Schließen</span>'), 'Schließen', "With 'Trim'")
    """
    tell, known = messages(language), frozenset(_LABELS)

    def label(text: str, *, bare: bool = False) -> str:
        told = Message(text, text, {}) if text in known else text
        said = tell(told) if isinstance(told, Message) else text
        return said if bare or said == text else Markup('<span lang="{}">{}</span>').format(language, said)

    return label
