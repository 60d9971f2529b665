#!/usr/bin/env bash
# Writes the table of the 60 conformance cases (tests/conformance.tsv) from the results of a test run: case, side, tests, result.
# A test belongs to a case by its name, case_NN_…; the simulated venues' own tests count as S, all others as C.
#   tests/conformance.sh <folder with .trx files> <table to write>
# Prints one line; exit code 1 when a case lacks a passed test on a side that needs one.
set -u
here=$(dirname "${BASH_SOURCE[0]}")
grep -ho '<UnitTestResult [^>]*>' "$1"/*.trx | sed -E 's/.* testName="([^"]*)".* outcome="([^"]*)".*/\1\t\2/' |
  awk -F'\t' -v table="$2" -v cases="$here/conformance.tsv" '
    match($1, /case_[0-9][0-9]_[A-Za-z0-9_]+/) {
      n = substr($1, RSTART + 5, 2) + 0
      who = $1 ~ /^PropBot\.VenueSimulator\.Tests\./ ? "S" : "C"
      # A theory is one test with many rows: it passed when all of them did.
      name = substr($1, 1, RSTART + RLENGTH - 1)
      sub(/^PropBot\./, "", name)
      if (!((n, who, name) in outcome)) order[n, who, ++count[n, who]] = name
      if (outcome[n, who, name] != "Failed") outcome[n, who, name] = $2
    }
    END {
      print "# Conformance: the 60 cases of the wire protocols\n\nS = simulated venues, C = connectors and desk.\n\n| case | | side | result | tests |\n|---|---|---|---|---|" > table
      while ((getline row < cases) > 0) {
        split(row, cell, "\t")
        sides = split(cell[2], side, " ")
        for (s = 1; s <= sides; s++) {
          wanted++
          verdict = count[cell[1], side[s]] ? "passed" : "no test"
          names = ""
          for (i = 1; i <= count[cell[1], side[s]]; i++) {
            name = order[cell[1], side[s], i]
            if (outcome[cell[1], side[s], name] != "Passed") verdict = "FAILED"
            names = names (i > 1 ? "<br>" : "") "`" name "`"
          }
          if (verdict == "passed") held++
          else open = open " " cell[1] side[s]
          print "| " cell[1] " | " cell[3] " | " side[s] " | " verdict " | " names " |" > table
        }
      }
      print "conformance: " held + 0 " of " wanted " sides of 60 cases hold" (open == "" ? "" : "; open:" open) "; " table
      exit open == "" ? 0 : 1
    }'
