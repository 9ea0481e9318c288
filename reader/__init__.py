"""Broadsheet: read an archive of articles in the terminal."""

__version__ = "0.1.0"
