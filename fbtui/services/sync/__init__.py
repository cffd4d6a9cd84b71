"""Fetching Amazon's reports and the orders behind feedback by the API."""
