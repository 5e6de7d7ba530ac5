import * as vscode from 'vscode';
import type { Check, DrillRow, Progress, Report } from '../../../deploy/src/index.ts';
import type { Translate } from '../translate.ts';
import { resultsOf } from './testResults.ts';
import { itemsOf } from './testTree.ts';

/** Puts what is seen on the tests of a group, as it is seen. */
export interface TestRecord {
  readonly hear: (progress: Progress) => void;
  /** The rest: what was never looked at, and why. */
  end(report: Report | undefined): void;
}

export function startRecord(run: vscode.TestRun, group: vscode.TestItem, t: Translate): TestRecord {
  const checks: Check[] = [];
  const drill: DrillRow[] = [];
  const tests = itemsOf(group.children);
  for (const test of tests) run.started(test);

  const shown = new Map<string, string>();
  const show = (): void => {
    for (const { id, ok, evidence } of resultsOf({ checks, drill }, t)) {
      const item = group.children.get(id);
      if (!item || shown.get(id) === evidence) continue;
      shown.set(id, evidence);
      if (ok) run.passed(item);
      else run.failed(item, new vscode.TestMessage(evidence));
      run.appendOutput(`${item.label}: ${evidence}\n`.replaceAll('\n', '\r\n'), undefined, item);
    }
  };
  return {
    hear(progress) {
      if (progress.kind === 'check') checks.push(progress.check);
      if (progress.kind === 'drill') drill.push(progress.row);
      show();
    },
    end(report) {
      for (const test of tests) if (!shown.has(test.id)) run.skipped(test);
      if (report?.problem && shown.size === 0) {
        run.errored(group, new vscode.TestMessage(report.problem));
      }
    },
  };
}
