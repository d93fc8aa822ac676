"""Pages of submissions, reviews and the roster."""
