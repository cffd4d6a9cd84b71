"""Dialogs that several rooms share; each is awaited and answers with one value."""
