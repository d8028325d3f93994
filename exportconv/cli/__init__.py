"""The command line: flags, commands, what they print. Nothing else knows click."""
