"""What knows a medium and nothing of processes: lines, tables, pages, workbooks."""
