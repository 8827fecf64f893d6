"""Documents: what may be uploaded, and what their text shows of dates and machine-readable zones."""
