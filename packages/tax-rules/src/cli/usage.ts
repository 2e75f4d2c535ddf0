export const usage = `npm run -s nencho-calc -- FILE [options]
  FILE             JSON {"cases": [{"id": …, "input": {…}}, …]}, - for standard input; inputs as in cases/spec-cases.json
  --facts          each case has "facts" and "pay" (AdjustmentFacts, PayTotals), "taxYear" and "lastPaymentDate" instead of "input"
  --view FORM      with --facts: the filled-in form line by line: forms, ledger, slip, slip-recipient, payment-report
  --checks         with --facts: what is found, which papers are needed, which limits are within 100,000 yen; at the end who
                   claims the same family member
  --compare YEAR   which figures change under the rules of another year, and why: {"id", "comparison"}
  --what-if JSON   which figures change when part of the input does: --what-if '{"salary_total": 5000000}'
  --explain BOX    prints how a figure of each case came about, as a tree: box26 or the whole name of a figure
  --lang LANG      language of the tree and of the checks: ja (default), ja-easy (やさしい日本語), en
  --help

Writes one JSON line a case: {"id", "result"} with the names of the schema's "expected", {"id", "views"}, {"id", "checks", "evidence", "limits"} or {"id", "violations"}.
Exit code: 0 when every case could be read; 1 when the file cannot be read; 2 when a case was refused.`;
