"""Has the fast way's plans made while requests are answered."""

import subprocess
import sys
from collections.abc import Callable


def in_another_process() -> Callable[[str], None]:
    """Return what starts ``openfisca-lyon warm`` for a month: once a month, and one at a time."""
    asked: dict[str, subprocess.Popen[bytes]] = {}

    def make(month: str) -> None:
        if month not in asked and all(process.poll() is not None for process in asked.values()):
            command = [sys.executable, "-m", "openfisca_lyon", "warm", "--date", month]
            quiet = subprocess.DEVNULL
            asked[month] = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)

    return make
