"""Widgets that several rooms share; they know no room and speak by messages."""
