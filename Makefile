# make demo   a made-up municipality, one month of signals, and what to open
# make test   the test suite          make check   format, lint, types, tests
# make quick  the rules only, under a minute, for while you work
# make spark  the test on a Spark cluster of two executors on this machine
# make sbom, licences, bundle   what comes along, and everything to install without internet, in out/release
# make coverage   what the suite reaches        make mutants   what it would notice
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# else every process that a test starts compiles all of the source anew
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test quick coverage mutants check lint setup bench docs docs-pages pictures spark sbom licences bundle clean

$(VENV)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --no-compile -c constraints.txt -e '.[web,benchmark,dev]'
	@touch $@

setup: $(VENV)/.ready

demo: setup
	$(BIN)/brp-match demo --out demo

# the first time: compile libraries, source and tests once, beside `make lint`, or every worker does so for all of them
$(VENV)/.compiled: $(VENV)/.ready
	$(BIN)/python -m pytest --collect-only -q -n0 >/dev/null 2>&1 || true
	@touch $@

test: $(VENV)/.compiled
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

# what a change of a rule breaks: pure functions, the hand-made town, the contracts
QUICK := tests/reading tests/link tests/decide tests/delivery tests/content tests/contracts/test_architecture.py \
  tests/cases/test_lindehoven.py tests/lookup/test_walk.py tests/report/test_firewall.py tests/report/statistics \
  tests/cases/test_build.py tests/review/test_after.py tests/review/test_compare.py tests/web/pages/test_templates.py
quick: setup
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(QUICK) \
	  --ignore tests/delivery/test_habits_undone.py --ignore tests/report/statistics/test_suppression.py

coverage: setup
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder --cov=brp_match --cov-report=term:skip-covered --cov-report=html:out/coverage

# 200 changed lines, a seeded draw: how many does no test notice? SEED=…, COUNT=…, ROOM="--room decide"
SEED ?= 11
COUNT ?= 200
mutants: setup
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[mutants]'
	$(BIN)/python tests/mutants.py --seed $(SEED) --count $(COUNT) $(ROOM)

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

check: lint test

# freezes benchmarks/results again: a quarter of an hour; BENCH="--method ours" only ours, some minutes
bench: setup
	$(BIN)/python benchmarks/freeze.py $(BENCH)

# apart from `make test`: pyspark is 434 MB and the test wants Java and a minute and a half; what it splits and puts
# together is tested there without a cluster
spark: setup
	@command -v java >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless >/dev/null; } || \
	  { echo "Java is missing: install Debian's package openjdk-17-jre-headless" >&2; exit 2; }
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[spark]'
	$(BIN)/python -m pytest -n0 -m spark tests/country/test_spark.py

RELEASE := out/release
sbom: setup
	@mkdir -p $(RELEASE)
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[release]'
	$(PYTHON) -m venv $(RELEASE)/.alleen
	$(RELEASE)/.alleen/bin/python -m pip install --quiet -c constraints.txt '.[web]'
	$(BIN)/cyclonedx-py environment --output-reproducible --of JSON -o $(RELEASE)/sbom.cdx.json --pyproject pyproject.toml $(RELEASE)/.alleen/bin/python
	rm -rf $(RELEASE)/.alleen

licences: setup
	$(BIN)/python deploy/release.py licences $(RELEASE)/licences.md

# everything to install on a machine without internet, of this system and this Python
bundle: setup
	rm -rf $(RELEASE)/wielen && mkdir -p $(RELEASE)/wielen
	$(BIN)/python -m pip wheel --quiet -c constraints.txt -w $(RELEASE)/wielen '.[web]'
	cp constraints.txt LICENSE docs/installatie.md $(RELEASE)/wielen
	cp $(RELEASE)/wielen/brp_match-*.whl $(RELEASE)
	tar -czf $(RELEASE)/brp-match-wielen.tar.gz -C $(RELEASE) wielen

# the site of docs in out/site, with the pages that are printed from content; and Splink's statement for the comparators
docs: docs-pages
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[docs]'
	$(BIN)/mkdocs build --strict --quiet

# the pictures of the manual, of the real pages with made-up people
pictures: setup
	$(BIN)/python -m pytest tests/pictures.py -n 0

docs-pages: setup
	$(BIN)/python -m brp_match.content.model_page > docs/model.md
	$(BIN)/python -m brp_match.steps_page docs/tables.md
	$(BIN)/python -m brp_match.decide.page > docs/besluiten.md
	$(BIN)/python -m brp_match.report.schema > docs/scorecard.schema.json
	$(BIN)/python -c "from brp_match.link.engine import statement_file; print(statement_file(), end='')" > comparators/splink.sql

clean:
	rm -rf $(VENV) demo out
