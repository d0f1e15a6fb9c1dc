# The two commands: `make demo` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.ONESHELL:
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-build-isolation --require-hashes
XDIST ?= $(shell nproc 2>/dev/null || echo 2)
PYTEST := $(BIN)/python -m pytest -q --dist worksteal -n
BUSY := $(shell echo $$(( $(XDIST) + 1 )))# some tests wait for processes; one more worker keeps the processors busy

.PHONY: help setup setup-dev demo demo-data test test-sqlite test-postgres test-browser check bench lock audit messages system-packages clean

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

setup: .venv/.base ## create .venv and install from the lock
setup-dev: .venv/.dev ## the same with the tools for checks and tests

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("KOMM-IN needs Python 3.11 or newer, $(PYTHON) is " + sys.version.split()[0] + ". Try: make PYTHON=python3.11 ...") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv || { echo "Python cannot make a virtual environment here; on Debian: apt-get install python3-venv" >&2; exit 1; }

.venv/.base: requirements/build.txt requirements/base.txt pyproject.toml | .venv/bin/python
	@echo "Installing from the lock (about a minute the first time) ..."
	$(PIP) -r requirements/build.txt
	$(PIP) -r requirements/base.txt
	$(BIN)/python -m pip --disable-pip-version-check install --quiet --no-build-isolation --no-deps --editable .
	touch $@

.venv/.dev: requirements/dev.txt .venv/.base
	@echo "Installing the tools for checks and tests ..."
	$(PIP) -r requirements/dev.txt
	touch $@

messages: .venv/.base ## compile the translations
	@$(BIN)/python -m kommin.site.messages

demo: setup messages ## set up, load the demonstration, serve web and worker (HOST, PORT)
	@exec env KOMMIN_DEMO=true $(BIN)/kommin demo serve --host $(HOST) --port $(PORT)

demo-data: setup messages ## the same without serving, so that commands can be asked
	@KOMMIN_DEMO=true $(BIN)/kommin demo load

system-packages: ## what the tests need from the system (Debian)
	@.ci/system-packages

check: setup-dev messages ## the quick gates: format, lint, types, layers, fast tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy
	$(BIN)/djlint --quiet --lint src
	$(BIN)/python -m pytest -q -n $(XDIST) -m "not browser and not process" tests/law tests/site

test: setup-dev messages system-packages ## every check and every test, on SQLite and on PostgreSQL
	@.ci/test

test-sqlite: setup-dev messages ## the tests on SQLite, without browser
	$(PYTEST) $(BUSY) -m "not browser"

test-postgres: setup-dev messages ## the tests that use a database, on a real PostgreSQL
	$(BIN)/python -m tests.postgres $(PYTEST) $(BUSY) -m "not browser and (both or not once)"

test-browser: setup-dev messages system-packages ## journeys and accessibility in Chromium
	$(PYTEST) $(XDIST) -m browser

bench: setup-dev messages ## benchmarks, each as a ratio against a reference of the same run
	$(BIN)/python -m bench

audit: setup-dev ## known vulnerabilities in the locked dependencies
	@.ci/audit

lock: setup-dev ## renew the lock from requirements/*.in
	for part in build base dev; do
	  $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header requirements/$$part.in --output-file requirements/$$part.txt
	done

clean: ## remove the environment and the demonstration's data
	rm -rf .venv var staticfiles
