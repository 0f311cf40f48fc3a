"""Tables of steps: CSV, workbooks and Markdown, read with forgiving headers, and written with our own."""
