"""The tables of step 0002: anchors are certified."""
