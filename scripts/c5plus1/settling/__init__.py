"""Settling cells from facts: comparison, independence, policies."""
