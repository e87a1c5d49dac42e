"""From outlets to articles: everything that touches the web, and nothing else does."""
