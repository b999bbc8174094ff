#!/usr/bin/env bash
# Makes the peer's Python environment (once, from PyPI) and runs the benchmark.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=Benchmarks/.venv
if [ ! -x "$venv/bin/python" ] || ! cmp -s Benchmarks/peers/requirements.txt "$venv/requirements.txt"; then
  echo "bench: making the peer's environment in $venv" >&2
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r Benchmarks/peers/requirements.txt
  cp Benchmarks/peers/requirements.txt "$venv/requirements.txt"
fi
exec "$venv/bin/python" Benchmarks/bench.py "$@"
