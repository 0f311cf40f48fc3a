"""Role cards: one page for everybody in a process, and one for its customer."""
