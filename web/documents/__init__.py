"""Documents: upload, the first look at them, and serving."""
