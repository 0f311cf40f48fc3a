"""What was accepted until when, what is due for review, and the checklist that asks for it."""
