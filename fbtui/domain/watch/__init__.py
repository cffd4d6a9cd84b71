"""Reports for people away from the desk: digest, alerts, team figures."""
