"""What was accepted, by whom and until when."""

from flowtrim.review.acceptance import Ledger, ledger

__all__ = ["Ledger", "ledger"]
