"""Acts on feedback: the queue, routing, triage, rating and timeline."""
