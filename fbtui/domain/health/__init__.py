"""Account health: metrics, readings, targets and assessments (docs/domain/health.md)."""
