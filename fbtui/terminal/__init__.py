"""The terminal: its life cycle, its clipboard, and text that cannot control it."""
