"""From bytes to the model: the source, then one module a format."""
