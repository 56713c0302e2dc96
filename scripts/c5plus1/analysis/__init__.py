"""What several notebooks share: how a figure looks and is described, how numbers are worded, a few small methods."""
