"""Items: what they hold, how they are asked, and their life from draft to retirement."""
