# The two commands that matter: `make run` and `make test`. Each sets up what it needs.
.POSIX:
PYTHON ?= python3
BIN = .venv/bin

.PHONY: install run test bench chaos format clean lock

install: .venv/installed

# uv installs the pinned set in seconds; it is itself installed by pip into the same place.
.venv/installed: pyproject.toml requirements.lock
	@echo "Installing Kayfiyat into .venv …"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.5"
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python requirements.lock
	@$(BIN)/uv pip install --quiet --no-deps --python $(BIN)/python --editable .
	@touch .venv/installed

run: install
	@$(BIN)/kayfiyat run

test: install
	@sh tests/run.sh

bench: install
	@$(BIN)/python -m benchmarks

# Kills the Telegram listener 300 times; the short form is among the tests.
chaos: install
	@$(BIN)/python -m tests.listener.telegram.chaos --kills 300

format: install
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

# Writes the pins again, without the address of any package index.
lock: install
	@$(BIN)/uv pip compile --quiet --no-header --extra dev --extra train \
		--output-file requirements.lock pyproject.toml

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
