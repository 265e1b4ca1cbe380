"""What people are entitled to, why, and what is missing to be sure."""

from openfisca_lyon.rights.evaluation import evaluate
from openfisca_lyon.rights.report import Report, RightReport

__all__ = ["Report", "RightReport", "evaluate"]
