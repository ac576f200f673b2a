# Two commands matter: `make run` (the school on http://127.0.0.1:3000) and `make test` (everything).
# Python 3.11 or newer is all they need; Bun, PostgreSQL and Valkey come as wheels.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install -qq
QUICK ?=
# `make test ARGS="tests/services -k marks"` runs a part; without it everything, and nothing may be skipped.
ARGS ?= -n 2 --dist loadfile --no-loadscope-reorder --whole

export PATH := $(CURDIR)/$(BIN):$(PATH)
export PYTHONUTF8 := 1
# Each process of the journal reads in a thousand modules: they are compiled once, whatever the machine's habit is.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run dev test check bench demo lock translations clean

help: ## what can be made
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 16

run: $(VENV)/.installed ## install, migrate, build and serve on one port
	@exec $(BIN)/python -m ejournal serve

dev: $(VENV)/.installed ## the same, rebuilt on every change of a file
	@exec $(BIN)/python -m ejournal serve --dev

test: $(VENV)/.chromium ## the whole suite: services, pages, printouts, live, browser
	@exec $(BIN)/python -m tools.moment -m pytest $(ARGS)

check: $(VENV)/.installed-dev ## style, scripts, types, layers, translations, migrations
	@exec $(BIN)/python -m tools.check

bench: $(VENV)/.installed-dev ## the figures of docs/performance.md; QUICK=1 for a small school
	@QUICK=$(QUICK) exec $(BIN)/python -m tools.moment -m bench

lock: $(VENV)/.installed-dev ## compile requirements.in and requirements-dev.in
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --custom-compile-command "make lock" requirements.in -o requirements.txt
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --custom-compile-command "make lock" requirements-dev.in -o requirements-dev.txt

clean: ## remove everything that can be made again; the school's data stays
	rm -rf $(VENV) .web .states .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: a step runs again only when what it depends on has changed.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=python3.12, for example" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "python3 -m venv failed; on Debian: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/.installed: requirements.txt | $(BIN)/python
	@echo "Installing what the journal needs …"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@echo "Installing what tests and checks need …"
	@$(PIP) -r requirements-dev.txt
	@touch $@

$(VENV)/.chromium: tools/install_chromium.py $(VENV)/.installed-dev
	@$(BIN)/python tools/install_chromium.py
	@touch $@
