"""The verbs of the desk: each one transaction and one outcome."""
