#!/usr/bin/env bash
# Runs the tests that are built, with the arguments of `swift test`. They run side by side, so that what failed stands
# somewhere among thousands of lines: it is told again at the end. The whole stays in .build/test.log.
set -uo pipefail

readonly log="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/.build/test.log"

"${SWIFT:-swift}" test -c release --skip-build "$@" 2>&1 | tee "$log"
readonly code="${PIPESTATUS[0]}"
if ((code != 0)); then
  printf '\nFailed (%s has the whole):\n' "${log#"$PWD"/}"
  grep -aE -A2 '^✘ .* (recorded an issue|Caught error)|error: |Fatal error|Exited with unexpected signal' "$log" |
    grep -avE '^(◇|✔|--)' | cut -c1-600 | head -30
fi
exit "$code"
