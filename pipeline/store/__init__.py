"""Articles, versions, matches and events in one SQLite file."""
