"""Invigilation: what may be done to a running exam, and what people are granted in every exam."""
