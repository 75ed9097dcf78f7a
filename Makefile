# The only set-up: `make run` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
DATA ?= var
HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 2
LLM ?= .venv-llm
LLM_PORT ?= 8001
LLM_PARSER ?= hermes
LLM_FLAGS ?=
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt

.PHONY: run install install-test install-vllm screenshots check test test-slow test-vllm llm named clean

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
	$(UV) -r pyproject.toml --extra test --extra dense --extra traces
	touch $@

check: install-test
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not slow and not vllm" -rs

# Every page of the sample school: light, dark, phone.
screenshots: install-test
	$(BIN)/python -m eval screens --out docs/screens

# The full counts: every property test with its full number of examples, and the tests marked slow.
test-slow: install-test
	SHUANGYUAN_COUNTS=full $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "slow or laws" -rs

# A real vLLM has an environment of its own: its needs are many and none of them are ours.
install-vllm: .venv-vllm/vllm.stamp

.venv-vllm/vllm.stamp: constraints-vllm.txt
	test -x .venv-vllm/bin/python || $(PYTHON) -m venv .venv-vllm
	.venv-vllm/bin/python -m pip install --quiet -c constraints.txt uv
	.venv-vllm/bin/python -m pip install --quiet -c constraints-vllm.txt torch==2.13.0
	.venv-vllm/bin/uv pip install --quiet --python .venv-vllm/bin/python --no-deps -r constraints-vllm.txt
	touch $@

test-vllm: install-test install-vllm
	$(BIN)/python -m pytest -m vllm tests/vllm -rs

.venv-llm/llm.stamp: pyproject.toml
	test -x .venv-llm/bin/python || $(PYTHON) -m venv .venv-llm
	.venv-llm/bin/python -m pip install --quiet -c constraints.txt uv
	.venv-llm/bin/uv pip install --quiet --python .venv-llm/bin/python -r pyproject.toml --extra vllm
	touch $@

# A model server on this machine: make llm MODEL=NAME-OR-FOLDER. LLM=.venv-vllm takes the CPU build.
llm: named $(LLM)/$(subst .venv-,,$(LLM)).stamp
	$(LLM)/bin/python -m vllm.entrypoints.openai.api_server --model $(MODEL) --host 127.0.0.1 --port $(LLM_PORT) \
	  --enable-auto-tool-choice --tool-call-parser $(LLM_PARSER) $(LLM_FLAGS)

named:
	$(if $(MODEL),,$(error name the model: make llm MODEL=NAME-OR-FOLDER))

clean:
	rm -rf .venv .venv-vllm .venv-llm
