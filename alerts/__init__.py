"""From stories to inboxes: what is due, what belongs in it, how it reads, and its way to the relay."""
