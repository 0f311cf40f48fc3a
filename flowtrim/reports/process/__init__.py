"""What is said about one process, ready for any medium."""
