"""Runs the command: ``python -m openfisca_lyon``."""

from openfisca_lyon.cli import main

main()
