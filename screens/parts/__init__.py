"""Widgets shared by several rooms; they know no room and communicate by messages."""
