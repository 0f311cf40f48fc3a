"""A folder with everything about one process: drawings, and the report as Markdown and JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flowtrim.errors import DrawingError
from flowtrim.formats import write_atomically
from flowtrim.reports.analysis import Analysis
from flowtrim.reports.as_json import as_json, report
from flowtrim.reports.compose import page
from flowtrim.reports.markdown import Picture, as_markdown
from flowtrim.reports.pictures import draw_analysis
