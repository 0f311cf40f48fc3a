"""What is due for review, told: text, files and a calendar."""
