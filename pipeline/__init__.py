"""From articles to stories: identity, versions, matches, and the store. Knows nothing of the web or of mail."""
