"""Who acts when no person does."""

SYSTEM = "system"  # the operator's own commands, tasks and the demo loader
