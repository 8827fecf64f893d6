"""Policy packs: what they hold, whether they are sound, and how they stack."""
