"""What speaks against giving a step to somebody else: reasons to ask first."""

from __future__ import annotations

from flowtrim.measures import Survey
from flowtrim.model import Step
from flowtrim.sentences import quoted, say


def authority(step: Step) -> tuple[str, ...]:
    """Say of an approval that its skill is not all that it takes."""
    if step.kind != "approve":
        return ()
    name = quoted(step.name)
    return (say("{step} is an approval: who may give it is a matter of authority, not of skill.", step=name),)


def upwards(survey: Survey, step: Step, role_id: str) -> tuple[str, ...]:
    """Say where work would go up, from somebody who approves nothing here today to somebody who does."""
    approving = {one.owner for one in survey.process.work if one.kind == "approve"}
    if role_id not in approving or step.owner in approving:
        return ()
    role = quoted(survey.process.role(role_id).name)
    return (say("{role} approves here what others do: does it have the time to do that as well?", role=role),)


def about_hands(survey: Survey, step: Step) -> tuple[str, ...]:
    """Say what a step serves that may say who performs it, and that no duties apart are declared."""
    said: list[str] = []
    if step.serves == "law":
        said.append(say("{step} serves the law, which may say who performs it.", step=quoted(step.name)))
    if step.serves == "contract":
        said.append(say("{step} serves a contract, which may say who performs it.", step=quoted(step.name)))
    if not survey.process.kept_apart:
        said.append(say("No separation of duties is declared, so none was checked."))
    return tuple(said)
