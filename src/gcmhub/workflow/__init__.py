"""Life cycles: state machines as tables, events that cannot be changed unseen, deadlines."""
