"""Whether an article is new, a version, or known."""
