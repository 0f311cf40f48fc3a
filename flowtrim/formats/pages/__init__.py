"""Pages in Markdown: their flowcharts, their tables of steps, their lists and their headings, read as a process."""
