"""From a contributor's draft to a reviewed, published resource, and the roster of those who review."""
