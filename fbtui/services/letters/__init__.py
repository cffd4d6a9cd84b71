"""Acts on letters: drafts, templates, the policy check, the outbox."""
