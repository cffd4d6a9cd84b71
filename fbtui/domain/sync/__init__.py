"""Rules for fetching Amazon's reports by its API: states, waits, rates; no network access."""
