# The two commands of the README are `make data` and `make test`; everything else builds on them.
# A new machine needs Python 3.11 or newer, git and make.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
# pytest runs in as many processes as there are cores; JOBS=0 runs it in one.
JOBS ?= auto

.PHONY: data test all validate lint format bench notebooks lab wheel codebook citation exports explore site release lock clean help

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

data: $(VENV)/.core ## Set everything up and build the package from the coding sheets
	@$(BIN)/c5plus1 build

test: $(VENV)/.dev ## Set up what tests need and run them all
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadfile

all: $(VENV)/.dev ## After a change to the data: write everything generated anew (package, citations, codebook, notebooks)
	@$(BIN)/c5plus1 build
	@$(BIN)/c5plus1 citation
	@$(BIN)/c5plus1 codebook
	@$(BIN)/c5plus1 notebooks

validate: $(VENV)/.core ## Check sheets, tables and descriptor; change nothing
	@$(BIN)/c5plus1 validate

lint: $(VENV)/.dev ## Check the style of the code
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

format: $(VENV)/.dev ## Bring the code into its style
	@$(BIN)/ruff check -q --fix . && $(BIN)/ruff format -q .

bench: $(VENV)/.bench ## Measure reading, settling and validating, beside two peers
	@$(BIN)/python tests/bench/bench_settling.py

notebooks: $(VENV)/.dev ## Execute all notebooks; refuse when a stored result no longer agrees with the data
	@$(BIN)/c5plus1 notebooks --check

# JupyterLab is not in the locks: it makes every start of frictionless and of a kernel a second slower.
lab: $(VENV)/.dev ## Open the notebooks in JupyterLab (installs it)
	@$(PIP) install jupyterlab
	@$(BIN)/jupyter lab notebooks

codebook: $(VENV)/.dev ## Write CODEBOOK.md
	@$(BIN)/c5plus1 codebook

citation: $(VENV)/.dev ## Write CITATION.cff, .zenodo.json, datacite.json and dataset.jsonld
	@$(BIN)/c5plus1 citation

exports: $(VENV)/.dev ## Write SQLite, Parquet, Excel and a release archive to exports/
	@$(BIN)/c5plus1 exports

explore: $(VENV)/.dev ## Serve the package in a browser on this machine
	@$(BIN)/c5plus1 explore

site: $(VENV)/.dev ## Write the static page to site/
	@$(BIN)/c5plus1 site

wheel: $(VENV)/.dev ## Build the installable wheel, with the data inside
	@$(BIN)/c5plus1 wheel

release: $(VENV)/.dev ## Prepare a release: make release VERSION=0.2.0 (DRY=1 only looks)
	@test -n "$(VERSION)" || { echo "name the version: make release VERSION=0.2.0"; exit 2; }
	@$(BIN)/c5plus1 release $(VERSION) $(if $(DRY),--dry-run)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; name one: make data PYTHON=python3.12")'
	@echo "Setting up Python packages in $(VENV) (once, about half a minute) …" >&2
	@$(PYTHON) -m venv $(VENV)

# The project's own package is installed by the build backend from the lock, so that nothing unpinned is fetched.
$(VENV)/.core: requirements.lock pyproject.toml | $(VENV)/bin/python
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	@echo "Setting up what tests and notebooks need in $(VENV) (once, about a minute) …" >&2
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.core

$(VENV)/.bench: requirements-bench.lock $(VENV)/.dev
	@$(PIP) install --require-hashes -r requirements-bench.lock
	@touch $@

lock: ## Write the locks anew (needs uv); they name no registry host
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --all-extras -o requirements-dev.lock pyproject.toml requirements-build.in
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 -c requirements-dev.lock -o requirements.lock pyproject.toml requirements-build.in
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 -c requirements-dev.lock -o requirements-bench.lock requirements-bench.in

clean: ## Remove everything that can be made again except the package itself
	@rm -rf $(VENV) build dist exports site .pytest_cache .ruff_cache .hypothesis
