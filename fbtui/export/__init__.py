"""Snapshots and reports out, whole or not at all."""
