"""What people are entitled to, why, and what is missing to be sure."""

from openfisca_lyon.rights.evaluation import evaluate
from openfisca_lyon.rights.report import Report, RightReport
from openfisca_lyon.rights.warming import warm

__all__ = ["Report", "RightReport", "evaluate", "warm"]
