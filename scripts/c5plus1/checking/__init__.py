"""Checks over tables and texts that a schema cannot state."""
