"""Polling schedules replayed over the times at which sources published, and compared. Pure; chance is seeded."""
