"""The practical: recordings of sample streams, and how they are rated."""
