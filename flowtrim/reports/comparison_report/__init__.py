"""Two processes side by side, told: figures, fates and what got worse."""
