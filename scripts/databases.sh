#!/usr/bin/env bash
# Adds the engine's signed extensions for databases to .deps/duckdb/: SQLite files as sources, PostgreSQL to publish to.
# Only those pipelines need them, so a machine that cannot fetch them is told so and the build goes on.
# Idempotent; every wheel is checked against the SHA-256 pinned here (x86_64, then aarch64).
set -euo pipefail

readonly root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
readonly deps="$root/.deps"
readonly wheels="$deps/wheels"
readonly version=1.5.5
declare -rA hashes=(
  [sqlite_scanner]="0af00f8e4e6e0562e0fac1bb22d5c4a29d616a664da4194b51cbd26355b9a0c2 8ecdf91ba4572fcee32500919b7cd2717d74d2bfe65c2910ad2b1c4b9d9b0c07"
  [postgres_scanner]="fea9413d1b5bded7ead650aff91b3d7578c5149d832f666100b362f64404bf18 5b50d53ecb192fca381c79ebd70da43b98fefe28a5781162081777f65efc8268"
)

say() { printf 'deps: %s\n' "$*" >&2; }

machine="$(uname -m)"

# Prints the wheel of extension $1 that has a pinned hash.
pinned_wheel() {
  local file sum
  for file in "$wheels"/duckdb_extension_"$1"-"$version"-*"$machine".whl; do
    [[ -f "$file" ]] || continue
    sum="$(sha256sum <"$file" | cut -d' ' -f1)"
    [[ " ${hashes[$1]} " == *" $sum "* ]] && { printf '%s\n' "$file"; return 0; }
  done
  return 1
}

for name in sqlite_scanner postgres_scanner; do
  target="$deps/duckdb/$name.duckdb_extension"
  # The stamp names the wheel that the file came from.
  if [[ -s "$target" && -f "$target.from" && " ${hashes[$name]} " == *" $(<"$target.from") "* ]]; then continue; fi
  mkdir -p "$wheels"
  if ! wheel="$(pinned_wheel "$name")"; then
    say "fetching the engine's extension $name"
    if ! python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --retries 1 \
      --python-version 3.11 --platform "manylinux2014_$machine" --dest "$wheels" \
      "duckdb-extension-${name//_/-}==$version" >&2 || ! wheel="$(pinned_wheel "$name")"; then
      say "note: no wheel of $name with a pinned hash could be fetched; what needs it says so when it runs"
      continue
    fi
  fi
  staging="$(mktemp -d "$deps/.staging.XXXXXX")"
  python3 -m zipfile -e "$wheel" "$staging"
  found="$(find "$staging" -name "$name.duckdb_extension")"
  if [[ -n "$found" ]]; then
    mv "$found" "$target.new"
    mv "$target.new" "$target"
    sha256sum <"$wheel" | cut -d' ' -f1 >"$target.from"
  else
    say "note: the wheel of $name holds no $name.duckdb_extension"
  fi
  rm -rf "$staging"
done
