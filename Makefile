# Every target first makes .venv from requirements.lock; it needs Python 3.11 or newer and make, nothing else.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

.PHONY: demo test check run bench soak schema lock

demo: $(READY) ## three recorded days become digests
	@$(BIN)/treatywatch demo

test: export PYTHONDONTWRITEBYTECODE := # where it is set, each program that a test starts compiles everything anew
test: $(READY) ## all tests, with branch coverage
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder
	$(BIN)/coverage combine -q
	$(BIN)/coverage report

check: $(READY) ## lint, format, types, import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

run: $(READY) ## the service, with the files of ./config
	$(BIN)/treatywatch run

bench: $(READY) ## speed, beside peers in the same run
	$(BIN)/python -m bench

soak: $(READY) ## long seeded rehearsals, of which `make test` runs small ones, and properties with new examples
	$(BIN)/python -m pytest tests -m soak -s
	$(BIN)/python -m pytest tests --numprocesses auto --dist loadfile --hypothesis-profile=explore

schema: $(READY) ## write config/schema and docs/configuration.md anew
	$(BIN)/treatywatch config schema --out config/schema
	$(BIN)/treatywatch config schema --reference > docs/configuration.md

lock: $(READY) ## write requirements.lock anew
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --no-annotate --no-header --upgrade --extra dev pyproject.toml --output-file requirements.lock

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "treatywatch needs Python 3.11 or newer: make PYTHON=python3.12")'
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --quiet --no-deps --no-build-isolation --editable .
	@touch $@
