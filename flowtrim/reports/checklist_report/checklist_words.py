"""The words of the checklist: said in the language of the process, and known again when it comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from flowtrim.sentences import LANGUAGES, marked, messages, phrase

HEADING = marked("Annual review")
PROCESS, VERSION, SIGN_OFF = marked("Process"), marked("Version"), marked("Sign-off")
MADE_FROM = marked("Made from")
TITLES = (
    HEADING, SIGN_OFF, marked("Steps"), marked("Roles"), marked("KPIs"), marked("Decided changes"),
    marked("Approvals and checks"),
    marked("Top handoffs"), marked("Separation of duties"), marked("Exceptions and shares"), marked("Plans tried"),
    marked("Findings and actions"), marked("Said in the elevator"), marked("Deadlines and promises"),
    marked("Done for each of several"), marked("Authority and deputies"), marked("Open questions, promises"),
)  # fmt: skip
_FACTS = (
    marked("Why"), marked("Customer"), marked("Delivers"), marked("Owner"), marked("Made on"),
    marked("Last full review"), marked("Period"), marked("Next review due, if signed today"), marked("Elevator test"),
    marked("Handoffs"), marked("Ping-pongs in one case"),
    marked("Steps without a reason"),
)  # fmt: skip
_COLUMNS = (
    marked("No."), marked("Id"), marked("Step"), marked("Who"), marked("What it delivers"), marked("Who uses it"),
    marked("Last justified"), marked("Findings"), marked("Last changed an outcome"), marked("Reason today"),
    marked("Serves"), marked("Source"), marked("Decision"), marked("With / after / to"), marked("Who performs it"),
    marked("By"), marked("When"), marked("Mark"), marked("Role"), marked("Its steps"), marked("Only it can do"),
    marked("May decide"),
    marked("KPI"), marked("What"), marked("Action"), marked("Formula"), marked("Target"), marked("Last reviewed"),
    marked("What today"), marked("Action today"), marked("Newest member explains it"), marked("Decided"),
    marked("Who does it"), marked("Due"), marked("Done?"), marked("Times decided"), marked("Refused"),
    marked("Refuses at most (95% sure)"), marked("From"), marked("To"), marked("Flows"),
    marked("Expected in one case"), marked("Rule"), marked("Still needed"), marked("At"), marked("Share"),
    marked("Plan"), marked("On"), marked("Result"), marked("Learnt"), marked("Until"), marked("Still right?"),
    marked("Still kept?"), marked("For each"), marked("How many"), marked("At the same time"), marked("Deputy"),
    marked("Persons"), marked("Answered or kept?"),
)  # fmt: skip
_FIELDS = (
    marked("Reviewed on"), marked("Reviewer"), marked("Process owner"), marked("Role representative"),
    marked("Minutes"), marked("Evidence"), marked("Lesson"), marked("Field"), marked("Filled in"),
)  # fmt: skip
_CHOICES = (
    marked("keep"), marked("merge"), marked("move"), marked("automate"), marked("drop"), marked("change"),
    marked("yes"), marked("no"), marked("customer"), marked("law"), marked("contract"), marked("risk"),
    marked("business"), marked("enables"),
)  # fmt: skip
_NOTES = (
    marked("Annual review. An empty decision means: not reviewed."),
    marked("Version and marks say what was true of the process on that day; leave them as they are."),
    marked(
        "An empty decision means: not reviewed. Steps: keep, merge, move, automate or drop. Roles: keep or drop. "
        "KPIs: keep, change or drop. Dates as in 2026-03-01."
    ),
    marked("None are declared."),
)
WORDS = (PROCESS, VERSION, MADE_FROM, *_FACTS, *_COLUMNS, *_FIELDS, *_CHOICES)


def words_in(language: str | None) -> Callable[[str], str]:
    """Return what says a title, a choice or a note of the checklist in a language.

    >>> words_in("de")("Decision"), words_in("en")("Decision")
    ('Entscheidung', 'Decision')
    """
    tell = messages(language)
    return lambda word: tell(phrase(word))


class English(Struct, frozen=True):
    """The English of the titles of parts and of all other words, by what they are, in small letters, in a language."""

    titles: Mapping[str, str]
    words: Mapping[str, str]

    def title(self, text: str) -> str:
        """Return the English of the title of a part; what is none stays as it is."""
        return self.titles.get(text.casefold(), text)

    def word(self, text: str) -> str:
        """Return the English of a title of a column, a field or a choice; what is none stays as it is."""
        return self.words.get(text.casefold(), text)


def english_of(heading: str) -> English | None:
    """Return the English of the words of the language in which a checklist is headed.

    None for an English checklist, and for what is none.

    >>> english_of("Jahresprüfung").word("entscheidung"), english_of("Annual review")
    ('Decision', None)
    """
    for language in LANGUAGES:
        tell = words_in(language)
        if tell(HEADING) == heading:
            titles, words = ({tell(word).casefold(): word for word in known} for known in (TITLES, WORDS))
            return English(titles, words)
    return None
