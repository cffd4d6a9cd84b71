"""Reports for people away from the desk: digest, alerts, figures, the hand-over note."""
