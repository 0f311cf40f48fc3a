"""The version, as a literal: looking it up in the installed metadata would cost a cold start 20 ms."""

__version__ = "0.2.0"
