"""Verbs: each module holds one function from a vault to a vault."""
