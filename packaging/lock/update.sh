#!/bin/sh
# Write the locked dependencies anew from pyproject.toml. Needs uv on the path.
set -eu
cd "$(dirname "$0")/../.."
lock="uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate"
$lock "$@" --extra build --extra encryption --extra planner --extra archive pyproject.toml -o packaging/lock/run.txt
$lock "$@" --extra build --extra encryption --extra planner --extra archive --extra dev -c packaging/lock/run.txt pyproject.toml -o packaging/lock/dev.txt
${PYTHON:-.venv/bin/python} packaging/sbom.py --update
