#!/usr/bin/env bash
# Writes the table of every guard, HOLD reason, block and bound (tests/brakes.tsv) from the results of a test run: what, ruling, answer, result, tests.
# A row names its tests by the beginning of "Class.method" or of "Class.method(first argument"; each beginning has to meet a test.
# A second table answers every demand of the runbook and of contract section 7 (tests/brakes.sources.tsv: source, demand, kind, answer) with its row.
#   tests/brakes.sh <folder with .trx files> <table to write>
# Prints one line; exit code 1 when a row lacks a passed test.
set -u
here=$(dirname "${BASH_SOURCE[0]}")
grep -ho '<UnitTestResult [^>]*>' "$1"/*.trx | sed -E 's/.* testName="([^"]*)".* outcome="([^"]*)".*/\1\t\2/; s/&quot;/"/g; s/&gt;/>/g; s/&lt;/</g; s/&amp;/\&/g' |
  awk -F'\t' -v table="$2" -v rows="$here/brakes.tsv" -v sources="$here/brakes.sources.tsv" '
    {
      # Only class and method count: PropBot.Scenarios.Brakes.GuardScenarios.a_tripped…(guard: "state:hold")
      open = index($1, "(")
      head = open ? substr($1, 1, open - 1) : $1
      parts = split(head, part, ".")
      name[++tests] = part[parts - 1] "." part[parts] (open ? substr($1, open) : "")
      outcome[tests] = $2
    }
    END {
      print "# Brakes, blocks and bounds, and the tests that hold them\n\nA guard refuses one opening, a hold stops the desk until two people leave it, a block keeps it from resuming, a bound limits what is open.\n\n| kind | what | ruling | answer | result | tests |\n|---|---|---|---|---|---|" > table
      while ((getline row < rows) > 0) {
        split(row, cell, "\t")
        wanted++
        verdict = "passed"
        names = ""
        count = split(cell[5], begin, " ; ")
        if (count == 0) verdict = "no test"
        for (b = 1; b <= count; b++) {
          met = 0
          for (t = 1; t <= tests; t++) {
            if (index(name[t], begin[b]) != 1) continue
            met++
            if (outcome[t] != "Passed") verdict = "FAILED"
          }
          if (!met && verdict == "passed") verdict = "no test"
          names = names (b > 1 ? "<br>" : "") "`" begin[b] "`" (met > 1 ? " (" met ")" : "")
        }
        rowKind[wanted] = cell[1]; rowWhat[wanted] = cell[2]; rowAnswer[wanted] = cell[4]; rowVerdict[wanted] = verdict
        if (verdict == "passed") held++
        else missing = missing "; " cell[1] " " cell[2] ": " verdict
        answer = cell[4]
        gsub(/ /, "<br>", answer)
        print "| " cell[1] " | " cell[2] " | " cell[3] " | " (cell[1] == "hold" ? cell[4] : answer) " | " verdict " | " names " |" > table
      }
      print "\n## What the runbook and the contract ask for\n\n| source | asked | held by | result |\n|---|---|---|---|" > table
      while ((getline line < sources) > 0) {
        split(line, ask, "\t")
        if (ask[3] == "read" || ask[3] == "later") { print "| " ask[1] " | " ask[2] " | " ask[4] " | " (ask[3] == "later" ? "**not yet**" : "no brake") " |" > table; continue }
        asked++
        found = 0
        for (r = 1; r <= wanted && !found; r++) if (rowKind[r] == ask[3] && (rowAnswer[r] == ask[4] || index(" " rowAnswer[r] " ", " " ask[4] " "))) found = r
        if (found && rowVerdict[found] == "passed") answered++
        else missing = missing "; " ask[1] ": " ask[2]
        print "| " ask[1] " | " ask[2] " | " ask[3] " " (found ? rowWhat[found] ": " : "") ask[4] " | " (found ? rowVerdict[found] : "NO ROW") " |" > table
      }
      print "brakes: " answered + 0 " of " asked " demands of runbook and contract held; " held + 0 " of " wanted " rows hold" missing "; " table
      exit held == wanted && wanted > 0 && answered == asked ? 0 : 1
    }'
