"""Account health: metrics, readings, targets, and the verdict over them (SOP, section 3)."""
