"""Acts on account health: readings, notices, escalations."""
