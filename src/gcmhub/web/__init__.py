"""The pages, a door."""
