"""Numbers read off the graph."""

from flowtrim.measures.survey import Survey

__all__ = ["Survey"]
