#!/usr/bin/env bash
# Fills .deps/axe/ with axe-core, which the tests of accessibility run in a browser: from a pinned, hash-checked wheel.
# Idempotent, without a network once filled. Where it cannot be fetched those tests say so and skip: no other needs it.
set -euo pipefail

readonly root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
readonly requirements="$root/scripts/requirements-tests.txt"
readonly target="$root/.deps/axe"
readonly wanted="sha256:$(sha256sum <"$requirements" | cut -d' ' -f1)"

is_filled() { [[ -s "$target/axe.min.js" && -f "$target/VERSION" && "$(<"$target/VERSION")" == "$wanted" ]]; }
is_filled && exit 0

mkdir -p "$root/.deps"
if command -v flock >/dev/null; then
  exec 9>"$root/.deps/.axe-lock"
  flock 9
  is_filled && exit 0
fi
staging="$(mktemp -d "$root/.deps/.axe.XXXXXX")"
trap 'rm -rf "$staging"' EXIT

printf 'deps: fetching axe-core, for the tests of accessibility\n' >&2
if ! python3 -m pip download --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary=:all: \
  --dest "$staging" --requirement "$requirements"; then
  printf 'deps: axe-core could not be fetched (pip says why above): the tests of accessibility will be skipped\n' >&2
  exit 0
fi
python3 -m zipfile -e "$staging"/*.whl "$staging/wheel"
script="$(find "$staging/wheel" -name axe.min.js)"
[[ -s "$script" ]] || { printf 'deps: error: the wheel holds no axe.min.js\n' >&2; exit 1; }
rm -rf "$target"
mkdir "$staging/axe"
mv "$script" "$staging/axe/"
printf '%s\n' "$wanted" >"$staging/axe/VERSION"
mv "$staging/axe" "$target"
