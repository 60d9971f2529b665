#!/usr/bin/env bash
# Restores, builds with warnings as errors, checks formatting, runs every test project, adds the counts up.
# The last line is always "N passed, N failed" (", N skipped" where there are any); exit code 0 only if nothing failed and something passed.
#   ./test.sh            all tests but those marked [Trait("Category", "Long")]
#   ./test.sh --long     the long ones too
#   ./test.sh Trading    only test projects whose name contains the word
set -u
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1

configuration=Release
long=0
only=""
for argument in "$@"; do
  case "$argument" in
    --long) long=1 ;;
    -*) echo "test.sh: unknown option $argument (known: --long)"; echo "0 passed, 1 failed"; exit 2 ;;
    *) only="$argument" ;;
  esac
done

passed=0
failed=0
skipped=0
results=artifacts/test-results
rm -rf "$results"
mkdir -p "$results"

finish() {
  local line="$passed passed, $failed failed"
  [ "$skipped" -gt 0 ] && line="$line, $skipped skipped"
  [ "$passed" -eq 0 ] && [ "$failed" -eq 0 ] && echo "test.sh: no test ran"
  echo "$line"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
  exit $?
}

# A step that everything after it needs: if it fails, the rest cannot be judged.
must() {
  local name="$1"
  shift
  echo "== $name"
  "$@" && return
  echo "test.sh: $name failed"
  failed=$((failed + 1))
  finish
}

# One test project; its console output and its trx file are read afterwards.
run_project() {
  local project="$1" name filter=()
  name=$(basename "$project" .csproj)
  [ "$long" -eq 1 ] || filter=(--filter "Category!=Long")
  timeout --kill-after=20 "$((long ? 7200 : 720))" dotnet test "$project" -c "$configuration" --no-build --nologo \
    "${filter[@]}" --logger "trx;LogFileName=$name.trx" --results-directory "$results" >"$results/$name.log" 2>&1
  echo $? >"$results/$name.rc"
}

# The number behind an attribute of the trx counters, 0 where it is missing.
counter() {
  local value
  value=$(grep -o '<Counters [^>]*>' "$1" | head -1 | grep -o " $2=\"[0-9]*\"" | grep -o '[0-9]*')
  echo "${value:-0}"
}

read_project() {
  local name="$1" rc trx="$results/$1.trx" log="$results/$1.log"
  rc=$(cat "$results/$name.rc" 2>/dev/null || echo 99)
  if [ ! -s "$trx" ] || [ "$(counter "$trx" total)" -eq 0 ]; then
    failed=$((failed + 1))
    echo "$name: FAILED, the runner gave no result (exit code $rc)"
    tail -40 "$log"
    return
  fi
  local good bad total left
  good=$(counter "$trx" passed)
  bad=$(counter "$trx" failed)
  total=$(counter "$trx" total)
  left=$((total - good - bad))
  # A runner that dies half-way leaves good counters and a bad exit code.
  [ "$rc" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1 && echo "$name: the runner ended with exit code $rc"
  passed=$((passed + good))
  failed=$((failed + bad))
  skipped=$((skipped + left))
  echo "$name: $good passed, $bad failed, $left skipped"
  [ "$bad" -gt 0 ] && grep -v '^\s*$' "$log" | tail -200
}

locked=()
[ "${CI:-}" = true ] && locked=(--locked-mode)
must "restore" dotnet restore PropBot.sln -v q "${locked[@]}"
must "build" dotnet build PropBot.sln -c "$configuration" --no-restore -v q -nologo

echo "== formatting"
if ! dotnet format whitespace PropBot.sln --no-restore --verify-no-changes; then
  echo "test.sh: formatting differs; 'dotnet format whitespace PropBot.sln' puts it right"
  failed=$((failed + 1))
fi

echo "== tests"
names=()
for project in tests/*/*.csproj; do
  grep -q 'Microsoft.NET.Test.Sdk' "$project" || continue
  name=$(basename "$project" .csproj)
  case "$name" in *"$only"*) ;; *) continue ;; esac
  if ! grep -rqE --include='*.cs' '\[(Fact|Theory|Property)' "$(dirname "$project")"; then
    echo "$name: holds no test yet"
    continue
  fi
  # Two at a time: each project runs its own classes in parallel already.
  while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n; done
  run_project "$project" &
  names+=("$name")
done
wait
for name in "${names[@]}"; do read_project "$name"; done
# Each of the 60 cases needs a passed test on each side that has one, and so does each brake; either table counts as one test more.
if [ -z "$only" ]; then
  if tests/brakes.sh "$results" "$results/brakes.md"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
  if tests/conformance.sh "$results" "$results/conformance.md"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
fi
finish
