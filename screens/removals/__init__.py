"""Dialogs about removals that queue and tracker share: the request, and Amazon's answer."""
