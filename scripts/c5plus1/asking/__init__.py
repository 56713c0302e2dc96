"""Questions to the built package: load, why, cite, info, diff, lock."""
