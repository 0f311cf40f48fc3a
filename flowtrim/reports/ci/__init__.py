"""Findings for the servers of continuous integration, each by its public format."""
