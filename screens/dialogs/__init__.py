"""Dialogs shared by several rooms; each is awaited and returns one value."""
