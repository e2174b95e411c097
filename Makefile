# `make demo` shows the program, `make test` checks it; both need Python >= 3.11, make, and nothing installed before.
.PHONY: demo test test-real bench docs pictures lock lint format types imports docs-current unit runtime develop clean
.NOTPARALLEL:

PYTHON ?= $(or $(shell .ci/python),$(error cs needs Python 3.11 or newer with its venv module on PATH (on Debian: apt-get install python3-venv)))
bin := .venv/bin
pip := $(bin)/python -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation
cs = @printf '\n$$ cs %s\n' '$(1)' && $(bin)/cs $(1)

# The folder demo/ belongs to this target: it starts from nothing every time.
demo: export CS_DB := $(CURDIR)/demo/portfolio.db
demo: export CS_CONFIG_DIR := $(CURDIR)/demo/config
demo: export CS_STATE_DIR := $(CURDIR)/demo/state
demo: runtime
	@rm -rf demo && mkdir demo
	$(call cs,demo)
	$(call cs,today)
	$(call cs,renewals --due 30d)
	$(call cs,health)
	$(call cs,qbr ACME -o demo/ACME-qbr.html)
	@printf '\nThe deck: %s\n' '$(CURDIR)/demo/ACME-qbr.html'

# Every gate runs even when an earlier one fails; the tests come last, so their summary is what one reads.
test: develop
	@$(MAKE) --no-print-directory --keep-going lint format types imports docs-current unit

test-real: develop
	$(bin)/python -m pytest -m real -n auto --dist loadfile -rs

bench: develop
	$(bin)/python bench/bench.py

docs: develop
	$(bin)/python docs/generate.py

# The pictures of documents in README; it needs LibreOffice, pdftoppm and Chromium, so no gate asks for it.
pictures: develop
	$(bin)/python docs/pictures.py

lint:
	$(bin)/ruff check .

format:
	$(bin)/ruff format --check .

types:
	$(bin)/mypy

imports:
	$(bin)/lint-imports

docs-current:
	$(bin)/python docs/generate.py --check

unit:
	$(bin)/python -m pytest -n auto --cov --cov-report=term -rs

runtime:
	@$(PYTHON) .ci/environment.py requirements.lock requirements-dev.lock
	@$(pip) .

develop:
	@$(PYTHON) .ci/environment.py requirements-dev.lock
	@$(pip) --editable .

# Keeps the versions that are locked; `make lock upgrade=--upgrade` takes the newest that pyproject.toml allows.
compile = uv pip compile --no-config --universal --generate-hashes --python-version 3.11 --quiet $(upgrade) \
	--custom-compile-command 'make lock' pyproject.toml -
lock:
	@command -v uv >/dev/null || { echo 'make lock needs uv: pipx install uv' >&2; exit 1; }
	echo hatchling | $(compile) --output-file requirements.lock
	echo hatchling | $(compile) --group dev --constraints requirements.lock --output-file requirements-dev.lock

clean:
	rm -rf .venv demo .coverage .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
