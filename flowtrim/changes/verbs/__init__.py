"""The verbs that change a process, each in a module of its own, and what they share."""
