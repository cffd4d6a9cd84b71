"""Account health: metrics, readings, targets, and the verdict over them (docs/domain/procedure.md)."""
