# Landschap: the commands. `make run` shows it on sample inventories, `make test` proves it.
# Everything that these make lies in .venv and in LANDSCHAP_HOME (default .landschap).

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed.stamp
# How many processes run the tests: one more than there are processors, for tests wait for servers. WORKERS=0: one after another.
WORKERS ?= $(shell expr $$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN) + 1)
PARALLEL = -n $(WORKERS) --dist worksteal
UPPER_FLOORS := tests/journeys tests/hardening tests/browser
RUNS ?= 10
ASSETS := package.json package-lock.json $(shell find web/assets/src web/assets/build.mjs -type f)

.PHONY: run up venv test test-unit test-journeys test-browser test-data test-dates test-load browser fuzz faults laws \
  benchmark-data benchmark budget benchmark-matching benchmark-alerts check lint fmt samples openapi docs lock clean help

run: venv  ## show the register on sample inventories at 127.0.0.1:8000
	@exec $(BIN)/landschap up --samples

up: venv  ## the register without sample inventories
	@exec $(BIN)/landschap up

venv: $(STAMP)  ## the virtual environment, exactly as locked

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# Installed again only when what is locked or what is built has changed.
$(STAMP): requirements.lock pyproject.toml hatch_build.py $(ASSETS) | $(BIN)/python
	@echo "Installeren wat vastligt in requirements.lock / installing what is locked"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --no-compile -r requirements.lock
	-@$(BIN)/python -m compileall -qq -j 0 $(VENV)/lib
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

test: venv browser  ## the whole test suite, on a real PostgreSQL for each process of it
	$(BIN)/python -m pytest $(PARALLEL) $(TESTS) $(ARGS)

test-unit: venv  ## the floor of functions, records, endpoints and commands
	$(BIN)/python -m pytest $(PARALLEL) $(foreach floor,$(UPPER_FLOORS),--ignore=$(floor)) $(ARGS)

test-journeys: venv  ## the floor of whole walks, and of what breaks in the middle of them
	$(BIN)/python -m pytest $(PARALLEL) tests/journeys tests/hardening $(ARGS)

test-browser: venv browser  ## the floor of screens in a real browser
	$(BIN)/python -m pytest $(PARALLEL) tests/browser $(ARGS)

test-data: venv  ## what needs public data and standards that lie beside the project (LANDSCHAP_DATA)
	$(BIN)/python -m pytest tests/public_data $(ARGS)

test-dates: venv browser  ## the whole suite with the clock on other days (needs Debian's faketime, gcc and libc6-dev)
	$(BIN)/python -m tests.conditions dates -- $(PARALLEL) $(ARGS)

test-load: venv browser  ## the whole suite ten times beside four processes that keep the machine busy
	$(BIN)/python -m tests.conditions load --runs $(RUNS) -- $(PARALLEL) $(ARGS)

browser:  ## the browser of the browser tests, where it may be installed
	@tests/browser/install

fuzz: venv  ## thousands of mutated files through the readers
	FUZZ_EXAMPLES=3000 $(BIN)/python -m pytest tests/importers/test_fuzz.py $(ARGS)

laws: venv  ## the laws of the reconciler and of alerts over many more random worlds
	LAWS_EXAMPLES=300 $(BIN)/python -m pytest tests/registry/test_laws.py tests/registry/alerting/test_timelines.py $(ARGS)

benchmark-data: venv  ## the register on real public data, where that lies beside the project
	$(BIN)/python -m benchmarks.real_data

benchmark-matching: venv  ## how well suppliers and products are recognised, beside plain methods
	$(BIN)/python -m benchmarks.matching $(ARGS)

benchmark: venv  ## importing and answering, as ratios to a bare COPY and to the same SQL in a bare application
	$(BIN)/python -m benchmarks

budget: venv  ## whether importing and answering cost no more than benchmarks/budget.yaml allows
	$(BIN)/python -m benchmarks.budget $(ARGS)

benchmark-alerts: venv  ## scans, deliveries and the horizon at a million
	$(BIN)/python -m benchmarks.deliveries
	$(BIN)/python -m benchmarks.horizon
	$(BIN)/python -m benchmarks.scans

faults: venv  ## kill workers, commands and the database at many moments of a large import
	FAULT_MOMENTS=8 FAULT_ROWS=30000 $(BIN)/python -m pytest tests/hardening/test_crashes.py -s $(ARGS)

lint: venv  ## linters, types and import directions
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: venv  ## what CI runs: linters and the budget side by side, then the whole suite
	@$(MAKE) --no-print-directory -j2 lint budget
	@$(MAKE) --no-print-directory test

fmt: venv  ## lay out the code and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

samples: venv  ## make the sample inventories and the truth about them again
	$(BIN)/python -m samples.generate

openapi: venv  ## write openapi.yaml anew from the API
	$(BIN)/python -m api.openapi

docs: venv  ## write the generated parts of the documentation anew
	$(BIN)/python -m docs.generate

lock: $(BIN)/python  ## choose the newest versions of everything again
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate --upgrade --quiet --output-file requirements.lock

clean:  ## remove the virtual environment and the caches, not the register itself
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 18
