# Two commands do everything on a fresh machine: `make demo` and `make test`.
# Needs Python 3.11 or newer with venv, git and make; installs the rest, in .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TESTS := $(VENV)/.tests
WORKERS ?= 2
# What is shown and tested never ages.
export OPENFISCA_LYON_DATE ?= 2026-11-22

.PHONY: population demo test lint serve bench verify docs lock audit wheel clean

demo: $(READY)
	$(BIN)/openfisca-lyon simulate examples/rsj.yaml --droit rsj
	$(BIN)/openfisca-lyon simulate examples/tcl.yaml --droit tcl_solidaire_gratuit
	$(BIN)/openfisca-lyon simulate examples/pch.yaml --droit pch
	$(BIN)/openfisca-lyon compare rsj_500_euros examples/rsj.yaml examples/tcl.yaml

test: lint $(TESTS)
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

serve: $(READY)
	$(BIN)/openfisca-lyon serve

bench: $(READY)
	$(BIN)/python benchmarks/engine.py
	$(BIN)/python benchmarks/load.py
	$(BIN)/python benchmarks/population.py
	$(BIN)/python benchmarks/comparison.py

verify: $(READY)
	$(BIN)/python -m openfisca_lyon.engine.verify

# Pages made from the catalogue; a test says when to run it.
docs: $(READY)
	$(BIN)/python scripts/write_docs.py

# The light extract that ships; again when margins or the generator change. A test says when.
population: $(READY)
	$(BIN)/openfisca-lyon population build --extrait --out openfisca_lyon/data/population/extrait.parquet

wheel: $(READY)
	$(BIN)/python -m build

# The lock names versions, never a host. It is made from the ranges of pyproject.toml.
lock: $(READY)
	$(BIN)/pip install --quiet "pip-tools>=7.4,<8"
	$(BIN)/pip-compile --quiet --extra cluster --extra postgresql --extra dev --strip-extras --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
		--no-annotate --output-file requirements.lock pyproject.toml

# Known faults of what the lock names. The service may be out of reach, or know nothing of a package: that is not a pass.
audit: $(READY)
	$(BIN)/pip install --quiet "pip-audit>=2.7,<3"
	$(BIN)/pip-audit --strict --requirement requirements.lock --no-deps --disable-pip || \
		{ echo "Audit failed: faults are listed above, or the service is out of reach and nothing was checked." >&2; exit 1; }

$(READY): requirements.lock pyproject.toml setup.py
	PYTHON="$(PYTHON)" sh scripts/setup.sh $(VENV)
	touch $(READY)

$(TESTS): $(READY) scripts/setup.sh
	PYTHON="$(PYTHON)" sh scripts/setup.sh $(VENV) tests
	touch $(TESTS)

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache
