"""Evidence: fingerprints, and finding them again in a text that the reader has."""
