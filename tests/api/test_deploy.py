"""What is given to operators agrees with the command and its settings."""

import re
import shlex
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from openfisca_lyon.api.settings import Settings, variable_of
from openfisca_lyon.cli.commands import app as command

ROOT = Path(__file__).parents[2]
OTHERS = {"OPENFISCA_LYON_CACHE", "OPENFISCA_LYON_DATE", "OPENFISCA_LYON_ENGINE"}
FILES = ["deploy/Dockerfile", "deploy/openfisca-lyon.service", "docs/operator.md"]


@pytest.mark.parametrize("name", FILES)
def test_every_setting_named_exists(name: str) -> None:
    named = set(re.findall(r"OPENFISCA_LYON_[A-Z_]+", (ROOT / name).read_text(encoding="utf-8")))
    assert named <= OTHERS | {variable_of(field) for field in Settings.model_fields}


def test_the_unit_and_the_image_start_the_command_as_it_is() -> None:
    unit = (ROOT / "deploy/openfisca-lyon.service").read_text(encoding="utf-8")
    image = (ROOT / "deploy/Dockerfile").read_text(encoding="utf-8")
    started = shlex.split(re.search(r"^ExecStart=(.*)$", unit, re.M).group(1))
    image_starts = yaml.safe_load(re.search(r"^CMD (.*)$", image, re.M).group(1))
    helped = CliRunner().invoke(command, ["serve", "--help"], env={"COLUMNS": "200", "NO_COLOR": "1"}).stdout
    for arguments in (started, image_starts):
        assert Path(arguments[0]).name == "openfisca-lyon"
        assert arguments[1] == "serve"
        assert all(one in helped for one in arguments if one.startswith("--"))


def test_the_unit_leaves_time_to_finish_what_was_begun() -> None:
    unit = (ROOT / "deploy/openfisca-lyon.service").read_text(encoding="utf-8")
    stop = int(re.search(r"^TimeoutStopSec=(\d+)$", unit, re.M).group(1))
    assert stop > Settings().grace_seconds > Settings().request_seconds


def test_the_image_takes_what_the_wheel_is_made_of() -> None:
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert kept >= {"setup.py", "pyproject.toml", "requirements.lock", "openfisca_lyon", "api", "parameters", "variables", "reforms"}  # fmt: skip
    assert all((ROOT / name).exists() for name in kept)


def test_the_workflow_calls_what_continuous_integration_runs() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/checks.yml").read_text(encoding="utf-8"))
    steps = workflow["jobs"]["checks"]["steps"]
    assert ".ci/run" in [step.get("run") for step in steps]
    assert workflow["permissions"] == {"contents": "read"}
