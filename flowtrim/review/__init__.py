"""What was accepted until when, what is due for review, and the checklist that asks for it."""

from flowtrim.review.acceptance import Ledger, ledger

__all__ = ["Ledger", "ledger"]
