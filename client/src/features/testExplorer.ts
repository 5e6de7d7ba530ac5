import * as vscode from 'vscode';
import type { Translate } from '../translate.ts';
import type { Deployments, Outcome } from './deploy.ts';
import { startRecord } from './testRecord.ts';
import { resultsOf, type TestKind } from './testResults.ts';
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
      const tests = await tree.tests(pair, kind);
      if (tests.length === 0 || testRun.token.isCancellationRequested) continue;
      const record = startRecord(testRun, tests, t);
      const caller = { token: testRun.token, hear: record.hear, failure: { failure: 'keepalived' } } as const;
      record.end(await engine.perform(kind, pair.uri!, caller));
    }
    testRun.end();
  };
  /** What was run from elsewhere: no more than was seen, with the focus where it is. */
  const show = async ({ clusterFile, report }: Outcome): Promise<void> => {
    const pair = (await tree.pairs()).find(({ id }) => id === clusterFile.toString());
    const seen = new Set(resultsOf(report, t).map(({ id }) => id));
    if (!pair || seen.size === 0) return;
    const all = [...(await tree.tests(pair, 'verify')), ...(await tree.tests(pair, 'drill'))];
    const tests = all.filter(({ id }) => seen.has(id));
    const request = new vscode.TestRunRequest(tests, undefined, undefined, false, true);
    const testRun = controller.createTestRun(request, pair.label);
    const record = startRecord(testRun, tests, t);
    for (const check of report.checks) record.hear({ kind: 'check', check });
    for (const row of report.drill) record.hear({ kind: 'drill', row });
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
