"""JSON for other programs, a door."""
