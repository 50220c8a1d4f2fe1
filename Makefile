# Two commands: `make run` serves the school with a demo learner, `make test` runs all tests (`make proof` the long ones).
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

.PHONY: run test proof lint types contracts docs sbom audit bench lock install install-dev clean help

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

run: $(VENV)/.installed ## install, prepare, and serve the school on http://127.0.0.1:8000 (PORT=8001 for another) with a demo learner
	@exec $(BIN)/codeward serve --demo $(if $(PORT),--port $(PORT))

test: $(VENV)/.installed-dev ## all tests: engine, curriculum, web on SQLite and on PostgreSQL, real Chromium
	@exec scripts/test.sh $(BIN)

proof: $(VENV)/.installed-dev ## the long proofs: oracles, generators, mutation samples, faults
	@exec scripts/proof.sh $(BIN)

install: $(VENV)/.installed ## the virtual environment with what `make run` needs
install-dev: $(VENV)/.installed-dev ## and with what the tests need

$(VENV)/.installed: requirements.lock pyproject.toml
	@scripts/venv.sh $(PYTHON) $(VENV) requirements.lock
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock pyproject.toml
	@scripts/venv.sh $(PYTHON) $(VENV) requirements-dev.lock
	@touch $@ $(VENV)/.installed

lint: $(VENV)/.installed-dev ## ruff: format and lint
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.installed-dev ## mypy --strict on src
	$(BIN)/mypy

contracts: $(VENV)/.installed-dev ## import-linter: the floors of docs/explanation/the-house.md
	$(BIN)/lint-imports

docs: $(VENV)/.installed-dev ## build the documentation into site/
	$(BIN)/mkdocs build --strict --quiet

sbom: $(VENV)/.installed-dev ## the list of all third-party parts, dist/sbom.cdx.json (CycloneDX)
	$(BIN)/python scripts/sbom.py

audit: $(VENV)/.installed-dev ## known weaknesses of what is locked (asks the advisory database)
	$(BIN)/pip-audit --require-hashes --disable-pip -r requirements.lock

bench: $(VENV)/.installed-dev ## measure speed and memory beside the peers and print ratios
	scripts/bench.sh $(BIN)

lock: $(VENV)/.installed-dev ## lock the dependencies anew, with hashes and without an index host
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate pyproject.toml --group dev -o requirements-dev.lock

clean: ## remove what was built (never the learners' data)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis site dist test-artifacts
