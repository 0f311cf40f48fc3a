"""A file and the process in it: every problem has a place, and writing back leaves the rest alone."""

from flowtrim.formats.document import Document
from flowtrim.formats.front import dumps, encode, loads, pools, read, rewrite, template
from flowtrim.formats.saving import write_atomically
from flowtrim.formats.schema import json_schema

__all__ = [
    "Document", "dumps", "encode", "json_schema", "loads", "pools", "read", "rewrite", "template", "write_atomically",
]  # fmt: skip
