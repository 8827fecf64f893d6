"""The exam: preparation, room, result."""
