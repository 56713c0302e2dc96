"""The package as one static web page that needs no server."""
