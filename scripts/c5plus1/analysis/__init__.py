"""What several notebooks share: how a figure looks and is described, how numbers are worded, and a few small methods."""
