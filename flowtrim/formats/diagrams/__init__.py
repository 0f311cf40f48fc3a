"""Diagrams as text: Mermaid in and out, Graphviz out."""
