"""The command line: results to stdout, messages to stderr, and an exit code that scripts can trust."""
