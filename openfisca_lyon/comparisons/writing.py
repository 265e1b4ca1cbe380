"""Writes a comparison: JSON and CSV to read, rounded to what the bars support; Parquet to compute, unrounded."""

import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from openfisca_lyon.comparisons.bars import supported
from openfisca_lyon.comparisons.provenance import Found

ERROR = "_erreur"
JSON = "comparaison.json"


def write(found: Found, folder: Path, name: str = JSON) -> list[Path]:
    """Write all the tables of a comparison, or of a curve, in a folder, which is made if needed.

    Args:
        found: what was computed.
        folder: where.
        name: of the file that holds everything.

    Returns:
        The files written.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / name]
    written[0].write_text(dumped(found), encoding="utf-8")
    for title, table in found.tables().items():
        paths = folder / f"{title}.csv", folder / f"{title}.parquet"
        # A comma as French spreadsheets expect it; the mark lets them read accents.
        rounded(table).to_csv(paths[0], index=False, sep=";", decimal=",", encoding="utf-8-sig")
        table.to_parquet(paths[1], index=False)
        written += paths
    return written


def dumped(found: Found) -> str:
    """Return a comparison as JSON: what made it, then each table as a list of rows."""
    return json.dumps(content(found), ensure_ascii=False, indent=1)


def content(found: Found) -> dict[str, Any]:
    """Return a comparison as plain values, figures rounded; what is not a number is ``None``."""
    return {
        "provenance": asdict(found.provenance),
        "couverture": found.couverture,
        **{name: rows(rounded(table)) for name, table in found.tables().items()},
    }


def rounded(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose figures keep the digits that their bars support."""
    shown = table.copy()
    for name in table.columns:
        error = f"{name}{ERROR}"
        if error in table.columns:
            pairs = [
                supported(float(value), float(bar))
                for value, bar in zip(table[name], table[error], strict=True)
            ]
            shown[name] = [_plain(value) for value, _ in pairs]
            shown[error] = [_plain(bar) for _, bar in pairs]
        elif table[name].dtype.kind == "f" and not name.endswith(ERROR):
            shown[name] = [_plain(value, 4) for value in table[name]]
    return shown


def _plain(value: float, digits: int = 6) -> float:
    return round(value, digits) + 0.0 if math.isfinite(value) else math.nan


def rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a table as plain rows; what is not a number is ``None``."""
    return [
        {str(name): _json(value) for name, value in row.items()} for row in table.to_dict(orient="records")
    ]


def _json(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value
