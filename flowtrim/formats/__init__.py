"""A file and the process in it: every problem has a place, and writing back leaves the rest alone."""

from flowtrim.formats.api import dumps, encode, loads, pools, read, rewrite, template
from flowtrim.formats.replacing import rewrite_file
from flowtrim.formats.saving import write_atomically, write_unnamed
from flowtrim.formats.schema import json_schema
from flowtrim.formats.source_text import Document

__all__ = [
    "Document", "dumps", "encode", "json_schema", "loads", "pools", "read", "rewrite", "rewrite_file", "template",
    "write_atomically", "write_unnamed",
]  # fmt: skip
