"""From what is wrong to a plan, and from a plan to a new process that is measured again."""
