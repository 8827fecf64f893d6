"""Cut scores: studies in which judges rate items, by the modified Angoff method."""
