"""Removal dialogs shared by queue and cases: the request, and Amazon's answer."""
