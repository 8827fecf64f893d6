"""Policy packs: read from their files, and kept whole for the cases that were opened under them."""
