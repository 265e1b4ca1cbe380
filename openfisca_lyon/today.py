"""The month it is: frozen by ``OPENFISCA_LYON_DATE``, so that a test or a demonstration never ages."""

import os
from datetime import date


def this_month() -> str:
    """Return the month to answer for when none is asked, ``"2026-11"``."""
    return os.environ.get("OPENFISCA_LYON_DATE", "")[:7] or f"{date.today():%Y-%m}"
