# make demo   a made-up municipality, one month of signals, and what to open
# make test   the test suite          make check   format, lint, types, tests
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test check lint setup bench docs clean

$(VENV)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[web,benchmark,dev]'
	@touch $@

setup: $(VENV)/.ready

demo: setup
	$(BIN)/brp-match demo --out demo

test: setup
	$(BIN)/python -m pytest -n auto --dist loadfile

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

check: lint test

# freezes benchmarks/results again: a quarter of an hour; BENCH="--method ours" only ours, some minutes
bench: setup
	$(BIN)/python benchmarks/freeze.py $(BENCH)

# the pages of docs that are printed from content
docs: setup
	$(BIN)/python -m brp_match.content.model_page > docs/model.md
	$(BIN)/python -m brp_match.steps_page docs/tables.md
	$(BIN)/python -m brp_match.decide.page > docs/besluiten.md

clean:
	rm -rf $(VENV) demo out
