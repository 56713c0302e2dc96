"""The explorer: Datasette over the SQLite export, on this machine only."""
