"""Effects: tools injected, one transaction a method, safe to repeat."""
