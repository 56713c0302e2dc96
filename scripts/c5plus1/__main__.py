"""`python -m c5plus1` is the `c5plus1` command."""

from c5plus1.cli import main

main()
