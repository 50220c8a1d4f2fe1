"""One module a command; each has a Click command called `command` that returns the exit code."""
