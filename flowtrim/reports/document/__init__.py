"""The report as a whole document: HTML, PDF, XLSX, Markdown, and the folder that holds them."""
