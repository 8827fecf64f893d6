"""Commands on their way to Temporal: recorded, delivered, and relayed when that has to wait."""
