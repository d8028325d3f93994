"""Verify: recompute from disk what a conversion promised, with code that no converter shares."""
