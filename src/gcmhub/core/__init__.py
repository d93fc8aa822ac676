"""Ground floor: clock, ids, deferred work, confined children, errors. It has no domain noun."""
