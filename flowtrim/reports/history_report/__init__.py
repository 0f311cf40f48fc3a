"""The figures of a process through its revisions, told: text, page, table and chart."""
