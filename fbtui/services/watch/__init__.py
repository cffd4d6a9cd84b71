"""Telling what happened to whoever does not look: digest, alerts, figures, the hand-over note."""
