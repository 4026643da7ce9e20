# Everything runs from .venv, which `make install` builds from the lock files alone.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV   := .venv
BIN    := $(VENV)/bin
PY     := $(BIN)/python
TANLIAN := $(BIN)/tanlian
PIP_INSTALL := $(PY) -m pip install --quiet --no-input --disable-pip-version-check
# Editable install of this folder: the build backend comes from build.lock, never from an index at build time.
INSTALL_SELF := $(PIP_INSTALL) --no-deps --no-build-isolation --editable .

RUNTIME_LOCK := requirements/runtime.lock
BUILD_LOCK   := requirements/build.lock
DEV_LOCK     := requirements/dev.lock

.PHONY: help install install-dev run test lint types contracts licences unit bench format lock clean system-deps

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(VENV)/installed ## prepare .venv with the tanlian command

install-dev: $(VENV)/installed-dev ## install, plus the tools for tests and checks

$(VENV)/created:
	@python=$$(PYTHON='$(PYTHON)' sh tools/find-python) && \
	echo "making $(VENV) with $$python" && \
	"$$python" -m venv --clear $(VENV)
	@touch $@

$(VENV)/installed: $(VENV)/created $(RUNTIME_LOCK) $(BUILD_LOCK) pyproject.toml
	@echo "installing the locked packages (about 100 MB the first time)"
	@$(PIP_INSTALL) --require-hashes -r $(RUNTIME_LOCK) -r $(BUILD_LOCK)
	@$(INSTALL_SELF)
	@touch $@
	@echo "ready: $(TANLIAN)"

$(VENV)/installed-dev: $(VENV)/installed $(DEV_LOCK)
	@echo "installing the locked tools"
	@$(PIP_INSTALL) --require-hashes -r $(DEV_LOCK)
	@touch $@

run: install ## run the main job on the example plants; results are left as files
	$(TANLIAN) run

system-deps: ## check (as root on Debian: install) what the tests need from the system
	@PYTHON='$(PYTHON)' sh tools/system-deps

test: system-deps ## everything: system parts, lint, types, contracts, licences, tests
	@$(MAKE) lint
	@$(MAKE) types
	@$(MAKE) contracts
	@$(MAKE) licences
	@$(MAKE) unit

lint: install-dev ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install-dev ## mypy, strict on src
	$(BIN)/mypy

contracts: install-dev ## the floors: a room imports only from below
	$(BIN)/lint-imports --no-logo

licences: install ## permissive licences only in what a user installs
	$(PY) tools/licences.py $(RUNTIME_LOCK)

unit: install-dev ## the tests
	$(PY) -m pytest

bench: install-dev ## speed as ratios (never part of the tests)
	$(PY) -m bench

format: install-dev ## rewrite the code in the house format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: ## make the lock files again, with the newest versions that fit (needs uv)
	@UV='$(UV)' sh tools/lock

clean: ## remove .venv, caches and results
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist results
