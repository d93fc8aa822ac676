"""Demonstration content, a door: loaded through the actions, removable with one command."""
