"""What the digest, the alerts and the figures of the team are read from."""
