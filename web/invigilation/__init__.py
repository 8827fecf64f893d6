"""The live room, and accommodations."""
