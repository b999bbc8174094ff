#!/usr/bin/env bash
# Makes the other runners' Python environment (once, from PyPI), builds palier, and runs the comparison.
set -euo pipefail
cd "$(dirname "$0")/../.."
here=Benchmarks/comparison
venv=$here/.venv
if [ ! -x "$venv/bin/python" ] || ! cmp -s $here/requirements.txt "$venv/requirements.txt"; then
  echo "comparison: making the environment in $venv" >&2
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r $here/requirements.txt
  cp $here/requirements.txt "$venv/requirements.txt"
fi
swift build -c release --product palier
exec "$venv/bin/python" $here/comparison.py "$@"
