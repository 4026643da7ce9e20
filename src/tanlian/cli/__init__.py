"""The command line: one file a command, each a thin translation of a library call."""
