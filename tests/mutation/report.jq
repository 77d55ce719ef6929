# Of the reports of an area, oldest first: the survivors of every file by its last report, its mutants, and the score. A mutant counts that
# compiles and is not ignored. It is found by a test that fails, or that the mutant keeps from ending.
def found: .status == "Killed" or .status == "Timeout";
def counted: found or .status == "Survived" or .status == "NoCoverage";
def original($lines): .location | if .start.line == .end.line
  then $lines[.start.line - 1][.start.column - 1:.end.column - 1]
  else $lines[.start.line - 1][.start.column - 1:] + " ..." end;
def short: gsub("\\s+"; " ") | if length > 60 then .[:57] + "..." else . end;
def summary: (map(select(found)) | length) as $found
  | "\(length) mutants, \($found) found (\(map(select(.status == "Timeout")) | length) by the time limit), \(length - $found) survived: "
    + "\(if length == 0 then 0 else $found * 1000 / length | round / 10 end) %";

map(.files | map_values(select([.mutants[] | select(counted)] != []))) | add // {}
| [to_entries[] | .key as $file | (.value.source | split("\n")) as $lines | .value.mutants[] | select(counted)
  | {file: $file, line: .location.start.line, status,
     text: "\(.mutatorName): \(original($lines) | short) -> \(.replacement // "" | short)"}]
| (map(select(found | not)) | sort_by(.file, .line)[]
    | "\(.file):\(.line): \(.text)\(if .status == "NoCoverage" then " (no test runs it)" else "" end)"),
  (group_by(.file)[] | "\(.[0].file): \(summary)"),
  summary
