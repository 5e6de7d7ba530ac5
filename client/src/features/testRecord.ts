import * as vscode from 'vscode';
import type { Check, DrillRow, Progress, Report } from '../../../deploy/src/index.ts';
import type { Translate } from '../translate.ts';
import { resultsOf } from './testResults.ts';

/** Puts what is seen on tests, as it is seen. */
export interface TestRecord {
  readonly hear: (progress: Progress) => void;
  /** The rest: what was never looked at, and why. */
  end(report: Report | undefined): void;
}

export function startRecord(run: vscode.TestRun, tests: readonly vscode.TestItem[], t: Translate): TestRecord {
  const checks: Check[] = [];
  const drill: DrillRow[] = [];
  for (const test of tests) run.started(test);

  const shown = new Map<string, string>();
  const show = (): void => {
    for (const { id, ok, evidence } of resultsOf({ checks, drill }, t)) {
      const test = tests.find((one) => one.id === id);
      if (!test || shown.get(id) === evidence) continue;
      shown.set(id, evidence);
      if (ok) run.passed(test);
      else run.failed(test, new vscode.TestMessage(evidence));
      run.appendOutput(`${test.label}: ${evidence}\n`.replaceAll('\n', '\r\n'), undefined, test);
    }
  };
  return {
    hear(progress) {
      if (progress.kind === 'check') checks.push(progress.check);
      if (progress.kind === 'drill') drill.push(progress.row);
      show();
    },
    end(report) {
      const [first, ...others] = tests.filter(({ id }) => !shown.has(id));
      if (!first) return;
      if (report?.problem && shown.size === 0) run.errored(first, new vscode.TestMessage(report.problem));
      else run.skipped(first);
      for (const test of others) run.skipped(test);
    },
  };
}
