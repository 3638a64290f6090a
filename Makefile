# The two commands: `make demo` and `make test`. Both set everything up first.
PYTHON ?= python3
# Of how many processes the tests run in at a time; 0 for one after another, in this process.
WORKERS ?= 2
BIN := .venv/bin
IS_NEW := import sys; sys.exit(sys.version_info < (3, 11))
OUT ?= out/demo
.DEFAULT_GOAL := help

# Where this is set, as in many containers, each of the hundreds of processes that tests start would
# compile our modules anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup compiled demo test test-slow bench bench-full lint format docs clean

help:
	@echo "make demo       grade the bundled samples; ends by naming the reports"
	@echo "make test       run the tests (make test-slow adds those that train for minutes)"
	@echo "make bench      measure against the tools of today (make bench-full what takes long): benchmarks/RESULTS.md"
	@echo "make lint       ruff, mypy, import-linter"
	@echo "make setup      only make .venv/ and see to the system packages"

setup: .venv/.ready

.venv/.ready: pyproject.toml constraints.txt .ci/system-packages
	@$(PYTHON) -c '$(IS_NEW)' || { echo "grader needs Python 3.11 or later, and $(PYTHON) is $$($(PYTHON) --version 2>&1): make setup PYTHON=python3.12" >&2; exit 1; }
	sh .ci/system-packages with-fonts
	@$(BIN)/python -c '$(IS_NEW)' 2> /dev/null || rm -rf .venv  # of an older Python, or of one that is gone
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,notebooks]'
	$(BIN)/python -m compileall -q grader
	touch $@

# For those that can't write them: kernels see the recorder's folder, and the rest, read-only.
compiled: setup
	$(BIN)/python -m compileall -q grader

demo: compiled
	$(BIN)/grader demo --out $(OUT)

test: compiled
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --durations 30

test-slow: compiled
	$(BIN)/python -m pytest -m "slow or not slow" --timeout 5400 --hypothesis-profile searching

# BENCH="--only tiny kernel" measures only these; `python -m benchmarks --list` names them.
bench: compiled
	$(BIN)/python -m benchmarks $(BENCH)

bench-full: compiled
	$(BIN)/python -m benchmarks --full $(BENCH)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

docs: setup
	$(BIN)/python -m grader.export.schema > docs/schema/grade.schema.json
	$(BIN)/grader assignment schema > docs/schema/assignment.schema.json
	$(BIN)/python -m grader.mutation.schema > docs/schema/assignment-test.schema.json
	$(BIN)/python -m grader.cli.help_page > docs/cli.md
	$(BIN)/python -m grader.cli.assignment_page > docs/assignment.md

clean:
	rm -rf out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
