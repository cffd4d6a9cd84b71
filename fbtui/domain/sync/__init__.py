"""Fetching Amazon's reports by its API: states, waits, rates and sentences; no network here."""
