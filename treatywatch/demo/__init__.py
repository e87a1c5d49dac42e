"""Three recorded days become digests, on loopback, through the production path."""
