"""What is told when nobody looks: digest, alerts, figures of the team."""
