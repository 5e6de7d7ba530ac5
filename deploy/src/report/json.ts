import type { DrillRow, Report } from './report.ts';

/** One object for a cluster; an array of them where there are several. Times are seconds. */
export function reportJson(reports: readonly Report[]): string {
  const [first, ...others] = reports;
  return `${JSON.stringify(first && others.length === 0 ? toJson(first) : reports.map(toJson), undefined, 2)}\n`;
}

const toJson = (report: Report) => ({
  ok: report.ok,
  rolledBack: report.rolledBack,
  nodes: report.nodes,
  steps: report.steps.map(({ node, name, ok, seconds, detail }) => ({ node, name, ok, seconds, detail })),
  checks: report.checks.map(({ name, node, address, ok, evidence }) => ({ name, node, address, ok, evidence })),
  drill: report.drill.map(rowToJson),
  cluster: report.cluster,
  problem: report.problem,
  notes: report.notes,
  stranded: report.stranded.map(({ node, commands }) => ({ node, commands })),
});

const rowToJson = ({ node, action, address, from, to, gapSeconds, foretold, ok, evidence }: DrillRow) => ({
  node,
  action,
  address,
  from,
  to,
  gapSeconds,
  foretold,
  ok,
  evidence,
});
