import * as vscode from 'vscode';
import type { Translate } from '../translate.ts';
import type { Deployments, Outcome } from './deploy.ts';
import { startRecord } from './testRecord.ts';
import type { TestKind } from './testResults.ts';
import { createTestTree, type TestTags } from './testTree.ts';

/** Every pair with a cluster file: what a verification looks at, and what a drill tries, each to be run from there. */
export function createTestExplorer(
  deployments: () => Promise<Deployments>,
  outcomes: vscode.Event<Outcome>,
): vscode.Disposable {
  const t: Translate = (message, ...args) => vscode.l10n.t(message, ...args);
  const controller = vscode.tests.createTestController('keepalived', 'Keepalived');
  const tags: TestTags = { verify: new vscode.TestTag('verify'), drill: new vscode.TestTag('drill') };
  const tree = createTestTree(controller, tags, deployments, t);

  const run = async (kind: TestKind, request: vscode.TestRunRequest): Promise<void> => {
    const wanted = request.include?.map(pairOf) ?? (await tree.pairs());
    const engine = await deployments();
    const testRun = controller.createTestRun(request);
    for (const pair of new Set(wanted)) {
      const group = await tree.group(pair, kind);
      if (!group || testRun.token.isCancellationRequested) continue;
      const record = startRecord(testRun, group, t);
      const caller = { token: testRun.token, hear: record.hear, failure: { failure: 'keepalived' } } as const;
      record.end(await engine.perform(kind, pair.uri!, caller));
    }
    testRun.end();
  };
  /** What was run from elsewhere. */
  const show = async ({ clusterFile, report }: Outcome): Promise<void> => {
    const pair = (await tree.pairs()).find(({ id }) => id === clusterFile.toString());
    if (!pair) return;
    const kinds: TestKind[] = [];
    if (report.checks.length > 0) kinds.push('verify');
    if (report.drill.length > 0) kinds.push('drill');
    const groups = (await Promise.all(kinds.map((kind) => tree.group(pair, kind)))).filter((group) => !!group);
    if (groups.length === 0) return;
    // The focus stays where it is.
    const request = new vscode.TestRunRequest(groups, undefined, undefined, false, true);
    const testRun = controller.createTestRun(request, pair.label);
    for (const group of groups) {
      const record = startRecord(testRun, group, t);
      for (const check of report.checks) record.hear({ kind: 'check', check });
      for (const row of report.drill) record.hear({ kind: 'drill', row });
      record.end(report);
    }
    testRun.end();
  };

  controller.resolveHandler = (pair) => (pair ? tree.fill(pair) : tree.refresh());
  controller.refreshHandler = tree.refresh;
  const { Run } = vscode.TestRunProfileKind;
  controller.createRunProfile(t('Verify'), Run, (request) => run('verify', request), true, tags.verify);
  controller.createRunProfile(t('Failover Drill'), Run, (request) => run('drill', request), false, tags.drill);

  const watchers = ['**/keepalived-ha.json', '**/*.conf'].map((glob) => vscode.workspace.createFileSystemWatcher(glob));
  const refresh = (): void => {
    // Nobody has looked yet where there is nothing.
    if (controller.items.size > 0) void tree.refresh();
  };
  return vscode.Disposable.from(
    controller,
    ...watchers,
    ...watchers.flatMap((watcher) => [
      watcher.onDidChange(refresh),
      watcher.onDidCreate(refresh),
      watcher.onDidDelete(refresh),
    ]),
    outcomes(show),
  );
}

/** The pair that an item belongs to. */
function pairOf(item: vscode.TestItem): vscode.TestItem {
  return item.parent ? pairOf(item.parent) : item;
}
