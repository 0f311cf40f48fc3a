"""What differs between two processes, as changes, and what became of each step."""
