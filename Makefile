# Everything runs from .venv; each target is one line of what to do.
PYTHON ?= python3.11
BIN = .venv/bin

.PHONY: install lock demo test test-fast test-long tests lint benchmark docs wheel screenshots clean

install: .venv/installed

.venv/installed: requirements-dev.lock pyproject.toml
	sh scripts/install.sh $(PYTHON)
	touch $@

lock:
	sh scripts/lock.sh

demo: install
	$(BIN)/testigo demo

test: install
	sh scripts/system-packages.sh
	$(MAKE) -j 3 --output-sync=line tests lint docs

tests: install
	$(BIN)/pytest -n 2 --dist worksteal

test-fast: install
	$(BIN)/pytest -n 2 --dist worksteal -m "not slow" --ignore tests/browser --ignore tests/verification

test-long: install
	sh scripts/system-packages.sh
	TESTIGO_LONG=1 $(BIN)/pytest -n 2 --dist worksteal

lint: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/vulture
	$(BIN)/deptry src

docs: install
	$(BIN)/sphinx-build -q -W -n -E -b html docs docs/_build/html
	$(BIN)/python scripts/check_links.py

benchmark: install
	$(BIN)/python -m benchmarks

wheel: install
	$(BIN)/uv build --wheel --out-dir dist

screenshots: install
	rm -rf build/screens
	$(BIN)/testigo demo build/screens --no-serve
	$(BIN)/python scripts/screenshots.py build/screens

clean:
	rm -rf .venv dist docs/_build
