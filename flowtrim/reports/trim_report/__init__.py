"""What trimming proposes, told: the plan in its stages, the roles, and the waterfall."""
