"""Figures, findings and drawings as text, JSON and Markdown: one content, several looks."""
