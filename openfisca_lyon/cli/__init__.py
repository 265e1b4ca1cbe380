"""The ``openfisca-lyon`` command: a door on the rooms, which computes nothing itself."""

from openfisca_lyon.cli import comparing as comparing
from openfisca_lyon.cli import population as population
from openfisca_lyon.cli import varying as varying
from openfisca_lyon.cli.commands import main

__all__ = ["main"]
