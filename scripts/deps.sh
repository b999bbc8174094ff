#!/usr/bin/env bash
# Fills .deps/ with what the build does not carry: the DuckDB engine, its Excel extension and plotly.js.
# Idempotent, without root; without a network once .deps/ (or only .deps/wheels/) is filled.
# Every wheel is checked against the SHA-256 hashes of requirements-engine.txt.
set -euo pipefail

readonly root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
readonly requirements="$root/scripts/requirements-engine.txt"
readonly deps="$root/.deps"
readonly wheels="$deps/wheels"
readonly recipe=1 # raise it when this script lays .deps/ out differently

say() { printf 'deps: %s\n' "$*" >&2; }
fail() {
  printf 'deps: error: %s\n' "$1" >&2
  shift
  local line
  for line in "$@"; do printf '      %s\n' "$line" >&2; done
  exit 1
}

# --- what is wanted ---------------------------------------------------------------------------------------------

machine="$(uname -m)"
case "$(uname -s)-$machine" in
  Linux-x86_64 | Linux-aarch64) ;;
  *)
    fail "no engine is pinned for $(uname -s) on $machine (Linux on x86_64 or aarch64 only)" \
      "point PALIER_DUCKDB at a libduckdb.so of your own instead"
    ;;
esac

pins() { sed -n 's/^\([A-Za-z0-9_.-]*\)==\([^ ]*\).*$/\1 \2/p' "$requirements"; }

wanted="$(
  pins
  printf 'platform linux-%s\n' "$machine"
  printf 'requirements sha256:%s\n' "$(sha256sum <"$requirements" | cut -d' ' -f1)"
  printf 'recipe %s\n' "$recipe"
)"

is_filled() {
  [[ -f "$deps/VERSIONS" && "$(<"$deps/VERSIONS")" == "$wanted" ]] || return 1
  local file
  for file in duckdb/libduckdb.so duckdb/excel.duckdb_extension plotly/plotly.min.js; do
    [[ -s "$deps/$file" ]] || return 1
  done
  compgen -G "$deps/duckdb/_duckdb*.so" >/dev/null
}

is_filled && exit 0

# --- tools ------------------------------------------------------------------------------------------------------

missing=()
compiler=""
for candidate in "${CC:-}" cc gcc clang; do
  if [[ -n "$candidate" ]] && command -v "$candidate" >/dev/null; then
    compiler="$candidate"
    break
  fi
done
[[ -n "$compiler" ]] || missing+=("a C compiler (cc): apt-get install gcc libc6-dev")
command -v nm >/dev/null || missing+=("nm: apt-get install binutils")
command -v python3 >/dev/null || missing+=("python3: apt-get install python3")
if ((${#missing[@]})); then fail "missing tools" "${missing[@]}"; fi

# One at a time: a second `make deps` waits, then finds the work done.
mkdir -p "$wheels"
if command -v flock >/dev/null; then
  exec 9>"$deps/.lock"
  flock 9
  is_filled && exit 0
  rm -rf "$deps"/.staging.* # left by a run that was killed
fi

staging="$(mktemp -d "$deps/.staging.XXXXXX")"
trap 'rm -rf "$staging"' EXIT

# --- wheels -----------------------------------------------------------------------------------------------------

# Prints the path of the wheel in $wheels whose hash is one of those pinned for package $1; fails where none is.
pinned_wheel() {
  local hashes file
  hashes="$(awk -v package="$1" '
    /^[A-Za-z0-9]/ { wanted = (index($0, package "==") == 1) }
    wanted { for (i = 1; i <= NF; i++) if (sub(/^--hash=sha256:/, "", $i)) print $i }' "$requirements")"
  for file in "$wheels"/*.whl; do
    [[ -f "$file" ]] || continue
    case "$file" in *x86_64.whl | *aarch64.whl) [[ "$file" == *"$machine.whl" ]] || continue ;; esac
    if grep -qx "$(sha256sum <"$file" | cut -d' ' -f1)" <<<"$hashes"; then
      printf '%s\n' "$file"
      return 0
    fi
  done
  return 1
}

absent=()
while read -r name version; do
  pinned_wheel "$name" >/dev/null || absent+=("$name==$version")
done < <(pins)

if ((${#absent[@]})); then
  python3 -m pip --version >/dev/null 2>&1 ||
    fail "python3 has no pip, which fetches ${absent[*]}" "apt-get install python3-pip"
  say "fetching ${absent[*]}"
  # The same wheels whatever the local Python: its C API is what we want, not its Python module.
  python3 -m pip download --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary=:all: \
    --python-version 3.11 --implementation cp --abi cp311 --abi none \
    --platform "manylinux_2_28_$machine" --platform "manylinux2014_$machine" --platform any \
    --dest "$staging/wheels" --requirement "$requirements" ||
    fail "pip could not fetch the wheels (its message is above)" \
      "without a network, put the pinned wheels into $wheels and run this again"
  mv "$staging/wheels"/*.whl "$wheels/"
fi

unpack() { # package, folder
  local wheel
  wheel="$(pinned_wheel "$1")" || fail "no wheel of $1 in $wheels has a pinned hash"
  python3 -m zipfile -e "$wheel" "$2"
}

# --- engine -----------------------------------------------------------------------------------------------------

unpack duckdb "$staging/engine"
unpack duckdb-extension-excel "$staging/excel"
unpack plotly "$staging/charts"

mkdir -p "$staging/duckdb" "$staging/plotly"
engine="$(find "$staging/engine" -maxdepth 1 -name '_duckdb*.so' -printf '%f\n')"
[[ -n "$engine" ]] || fail "the duckdb wheel holds no _duckdb*.so"
mv "$staging/engine/$engine" "$staging/duckdb/"

# The wheel's library exports DuckDB's C API, but also wants Python's symbols. A stub defines them, so that one
# dlopen of the stub loads the engine and resolves everything without Python. None is ever called by the C API.
{
  printf '#include <stdio.h>\n#include <stdlib.h>\n'
  printf '#define FUNCTION(name) void name(void); void name(void) { die(#name); }\n'
  printf '#define STORAGE(name) _Alignas(16) char name[1024];\n'
  printf 'static void die(const char *name) {\n'
  printf '  fprintf(stderr, "libduckdb: %%s was called, but there is no Python here\\n", name);\n  abort();\n}\n'
  nm -D --undefined-only "$staging/duckdb/$engine" | awk '
    { sub(/@.*/, "", $NF) }
    $NF !~ /^_?Py/ { next }
    # Data by the naming rules of the Python C API: type objects, exceptions and singletons.
    $NF ~ /_Type$/ || $NF ~ /^PyExc_/ || $NF ~ /^_Py_.*Struct$/ { print "STORAGE(" $NF ")"; next }
    { print "FUNCTION(" $NF ")" }' | sort -u
} >"$staging/stub.c"

(
  cd "$staging/duckdb"
  "$compiler" -shared -fPIC -O1 -fno-builtin -o libduckdb.so "$staging/stub.c" \
    -L. -Wl,--no-as-needed "-l:$engine" '-Wl,-rpath,$ORIGIN' -Wl,--disable-new-dtags
) || fail "could not link libduckdb.so with $compiler"

extension="$(find "$staging/excel" -name excel.duckdb_extension)"
[[ -n "$extension" ]] || fail "the duckdb-extension-excel wheel holds no excel.duckdb_extension"
mv "$extension" "$staging/duckdb/"

script="$staging/charts/plotly/package_data/plotly.min.js"
[[ -s "$script" ]] || fail "the plotly wheel holds no plotly.min.js"
mv "$script" "$staging/plotly/"

# --- publish: VERSIONS goes first and comes last, so an interrupted run is never taken for a finished one ----------

rm -f "$deps/VERSIONS"
rm -rf "$deps/duckdb" "$deps/plotly"
mv "$staging/duckdb" "$staging/plotly" "$deps/"
printf '%s\n' "$wanted" >"$staging/VERSIONS"
mv "$staging/VERSIONS" "$deps/VERSIONS"
say "ready: $(pins | paste -sd, | sed 's/,/, /g') in .deps/"
