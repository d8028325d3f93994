"""Markdown by construct: each module parses and prints one, as pure text."""
