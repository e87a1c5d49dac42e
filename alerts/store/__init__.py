"""Subscriptions, digests and the outbox, in the one database."""
