"""From the model to files: one module a target, and the file tree they make."""
