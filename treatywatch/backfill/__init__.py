"""`outlets backfill`: what an outlet published before it was watched."""
