# The only set-up: `make run` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
DATA ?= var
HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 2
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt

.PHONY: run install install-test check test test-slow clean

run: install
	$(BIN)/python serve.py --demo --host $(HOST) --port $(PORT) --data $(DATA)

install: .venv/core.stamp

install-test: .venv/test.stamp

.venv/core.stamp: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet -c constraints.txt uv
	$(UV) -r pyproject.toml || $(BIN)/python -m pip install --quiet -c constraints.txt .
	touch $@

# torch goes in first and through pip: another build of it is gigabytes of GPU libraries.
.venv/test.stamp: .venv/core.stamp
	$(BIN)/python -m pip install --quiet -c constraints.txt torch==2.13.0
	$(UV) -r pyproject.toml --extra test --extra dense
	touch $@

check: install-test
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m "not slow" -rs

# The full counts: every property test with its full number of examples, and the tests marked slow.
test-slow: install-test
	SHUANGYUAN_COUNTS=full $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m "slow or laws" -rs

clean:
	rm -rf .venv
