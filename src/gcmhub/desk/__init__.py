"""The back office: a door for editors and managing editors."""
