#!/bin/sh
# Lint, types, tests. Sets up Chromium where it may; all else `make install` has done.
set -eu
cd "$(dirname "$0")/.."
bin=.venv/bin

chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

if ! chromium >/dev/null; then
	if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
		echo "Installing Chromium for the browser tests …"
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } \
			>/tmp/kayfiyat-chromium.log 2>&1 || echo "Chromium could not be installed: /tmp/kayfiyat-chromium.log"
	fi
	chromium >/dev/null || echo "No Chromium here: the browser tests do not run."
fi

echo "Lint …"
$bin/ruff check --no-cache .
$bin/ruff format --check .
echo "Types …"
$bin/mypy
echo "Tests …"
# A file stays in one process, but for its end: what its tests share is made once.
exec $bin/python -m pytest --numprocesses "${TEST_PROCESSES:-2}" --dist worksteal "$@"
