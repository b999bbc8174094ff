#!/usr/bin/env bash
# Fills .deps/spark with Spark 4.3.0 from PyPI, checked against the SHA-256 pinned here. Idempotent; needs python3 with pip
# and, the first time, a network (456 MB).
set -euo pipefail

readonly version=4.3.0
readonly sha256=e8c517948eff7088a7aa07449aa8eafa4a15a8d50319de2525a6fd26622476c6
readonly root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
readonly home="$root/.deps/spark"
readonly wheels="$root/.deps/wheels"
readonly archive="$wheels/pyspark-$version.tar.gz"

fail() {
  printf 'deps-spark: error: %s\n' "$1" >&2
  exit 1
}
is_right() { [[ -f "$archive" && "$(sha256sum <"$archive" | cut -d' ' -f1)" == "$sha256" ]]; }

[[ -f "$home/VERSION" && "$(<"$home/VERSION")" == "$version" ]] && exit 0
command -v python3 >/dev/null || fail "python3 is missing: apt-get install python3 python3-pip"
command -v java >/dev/null || [[ -n "${JAVA_HOME:-}" ]] ||
  printf 'deps-spark: Spark runs on Java 17 or later, which is not here: apt-get install openjdk-17-jre-headless\n' >&2
mkdir -p "$wheels"
if ! is_right; then
  printf 'deps-spark: fetching pyspark==%s\n' "$version" >&2
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --no-binary pyspark \
    --dest "$wheels" "pyspark==$version" >&2 || fail "pip could not fetch pyspark==$version (its message is above)"
  is_right || fail "the archive of pyspark==$version has not the pinned hash"
fi
staging="$(mktemp -d "$root/.deps/.staging.XXXXXX")"
trap 'rm -rf "$staging"' EXIT
tar -xzf "$archive" -C "$staging" "pyspark-$version/deps/jars" "pyspark-$version/deps/bin" "pyspark-$version/deps/sbin" \
  "pyspark-$version/deps/licenses" "pyspark-$version/lib"
mkdir -p "$staging/home/python"
mv "$staging/pyspark-$version/deps/"* "$staging/home/"
mv "$staging/pyspark-$version/lib" "$staging/home/python/lib"
printf '%s\n' "$version" >"$staging/home/VERSION"
rm -rf "$home"
mv "$staging/home" "$home"
rm -f "$archive"
printf 'deps-spark: Spark %s in .deps/spark\n' "$version" >&2
