"""Queries for the digest, the alerts and the team figures."""
