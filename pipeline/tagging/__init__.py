"""What an article is about: matches with their evidence."""
