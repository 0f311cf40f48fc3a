"""The annual checklist as files, and what comes back filled in."""
