"""The verbs that change a process, and what they share."""
