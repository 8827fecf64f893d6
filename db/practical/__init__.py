"""The practical: recordings, ratings, and the raters' queue."""
