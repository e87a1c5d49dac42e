"""What is on an article's page: its text, its title, when it appeared."""
