"""What the tests measure the converter with; nothing here shares code with it."""
