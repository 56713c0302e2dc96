"""The coder's assistant: drafting a sheet from a report, and scoring drafts."""
