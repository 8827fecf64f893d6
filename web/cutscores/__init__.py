"""Cut-score studies."""
