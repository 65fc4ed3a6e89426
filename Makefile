# The two commands that matter: `make run` and `make test`. Each sets up what it needs.
.POSIX:
PYTHON ?= python3
BIN = .venv/bin

.PHONY: install run test bench chaos soak check-deploy docs format clean lock audit sbom

install: .venv/installed

# uv installs the pinned set in seconds; it is itself installed by pip into the same place.
.venv/installed: pyproject.toml requirements.lock
	@echo "Installing Kayfiyat into .venv …"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.5"
	@$(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python requirements.lock
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

# An hour under 20 times the national volume, with faults; it writes docs/soak.md.
RATE = 1200
MINUTES = 60
SEED = 1
NODES = 1
SCORERS = 2
soak: install
	@$(BIN)/python -m benchmarks.soak --rate $(RATE) --minutes $(MINUTES) --seed $(SEED) \
		--nodes $(NODES) --scorers $(SCORERS) --docs docs

# Docker's, systemd's and Caddy's own programs read and run what is for them.
check-deploy: install
	@sh tests/deploy/check.sh

# docs/commands.md anew, and the docstrings as HTML in build/api.
docs: install
	@$(BIN)/python -m tests.docs.commands
	@$(BIN)/python -m tests.docs.api

format: install
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

# Writes the pins again, without the address of any package index.
lock: install
	@$(BIN)/uv pip compile --quiet --no-header --generate-hashes --extra dev --extra train \
		--output-file requirements.lock pyproject.toml

# Known holes in what is pinned, if the public list of them can be reached from here.
audit: install
	@$(BIN)/uv tool run pip-audit --requirement requirements.lock --disable-pip --no-deps \
		--progress-spinner off --format json 2>&1 | $(BIN)/python .ci/audit.py

# What the program is made of, in CycloneDX: a file sbom.json.
sbom: install
	@$(BIN)/uv tool run --from cyclonedx-bom cyclonedx-py environment --short-PURLs \
		--pyproject pyproject.toml --output-reproducible $(BIN)/python \
		| $(BIN)/python .ci/sbom.py sbom.json

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
