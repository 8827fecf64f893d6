"""Letters: written and sent."""
