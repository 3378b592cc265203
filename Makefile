# Bangfu: everything a person does here is a target below.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3.11
BIN := .venv/bin
WORKERS ?= auto

##@ Use
.PHONY: run stop demo
run: .venv/ready ## Start web, worker and database with the reference year; prints address and logins
	$(BIN)/flask --app wsgi serve

stop: .venv/ready ## Stop the embedded database that no `make run` needs (its data stay)
	$(BIN)/flask --app wsgi database stop

##@ Develop
.PHONY: test bench drill screens check format lint types map migrations lock
test: .venv/dev ## Run all tests, one worker per core
	$(BIN)/pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder

bench: .venv/dev ## Measure the program beside floors of the same run; ROW=orders measures one row
	$(BIN)/python -m benchmarks $(ROW)

drill: .venv/dev ## Hurry, kill, confuse and keep busy the running program, and count; DRILL=races runs one, SHORT=--short a little
	$(BIN)/python -m tests.drills $(DRILL) $(SHORT)

screens: .venv/dev ## Take pictures of every page into docs/screens, by the chromium of this machine
	$(BIN)/python -m tests.browser.screens $(OF)

check: format lint types map migrations ## All checks that need no test

format: .venv/dev ## Formatting is as ruff writes it
	$(BIN)/ruff format --check .

lint: .venv/dev ## Lint with every rule, each exception with its reason
	$(BIN)/ruff check .

types: .venv/dev ## Strict types
	$(BIN)/mypy

map: .venv/dev ## The map of the house: imports only look down
	$(BIN)/lint-imports

migrations: .venv/dev ## Migrations go up, down and up, and make what the models say
	$(BIN)/pytest -q tests/migrations

lock: .venv/dev ## Resolve requirements*.in into pinned requirements*.txt
	$(BIN)/pip-compile --quiet --strip-extras --no-header --no-emit-index-url --no-emit-find-links --allow-unsafe --output-file requirements.txt requirements.in
	$(BIN)/pip-compile --quiet --strip-extras --no-header --no-emit-index-url --no-emit-find-links --allow-unsafe --output-file requirements-dev.txt requirements-dev.in

##@ Help
.PHONY: help
help: ## Show this list
	@awk 'BEGIN {FS = ":.*##"} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z.\/_-]+:.*##/ {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/ready: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements.txt
	touch $@

.venv/dev: .venv/ready requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements.txt --requirement requirements-dev.txt
	touch $@
