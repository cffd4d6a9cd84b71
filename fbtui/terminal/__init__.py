"""The terminal underneath: its life-cycle, its clipboard, and text that cannot steer it."""
