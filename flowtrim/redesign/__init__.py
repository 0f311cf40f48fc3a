"""From what is wrong to a plan, and from a plan to a new process that is measured again."""

from flowtrim.redesign.assignment import Assignment, Impossible, assign, fewest_roles
from flowtrim.redesign.assignment_problem import AssignmentProblem
from flowtrim.redesign.choosing import Choosing
from flowtrim.redesign.proposal import STAGES, Apart, Figures, Proposal, Proposed, Refused, Row, Stage, Way
from flowtrim.redesign.questions import Question
from flowtrim.redesign.role_proofs import RoleProof, role_proofs
from flowtrim.redesign.trimming import trim
from flowtrim.redesign.workbench import Watch

__all__ = [
    "STAGES",
    "Apart",
    "Assignment",
    "AssignmentProblem",
    "Choosing",
    "Figures",
    "Impossible",
    "Proposal",
    "Proposed",
    "Question",
    "Refused",
    "RoleProof",
    "Row",
    "Stage",
    "Watch",
    "Way",
    "assign",
    "fewest_roles",
    "role_proofs",
    "trim",
]
