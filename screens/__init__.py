"""The rooms: one room, one module, one style sheet beside it."""
