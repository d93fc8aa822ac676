"""Pages of the hub itself: entry, about, errors, health."""
