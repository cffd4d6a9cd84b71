"""Removal cases: requests, Amazon's answers, and the next action."""
