"""The practical: recordings, and the raters' pages."""
