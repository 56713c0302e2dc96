"""Publishing: codebook, citation files, exports, explorer, site, release."""
