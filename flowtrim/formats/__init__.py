"""A file and the process in it: every problem has a place, and writing back leaves the rest alone."""

from flowtrim.formats.document import Document
from flowtrim.formats.front import dumps, loads, read
from flowtrim.formats.schema import json_schema

__all__ = ["Document", "dumps", "json_schema", "loads", "read"]
