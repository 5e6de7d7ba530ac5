import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { Translate } from '../translate.ts';
import { CLUSTER_FILE, nodesIn } from './clusterFileText.ts';
import type { Deployments } from './deploy.ts';
import type { TestKind } from './testResults.ts';

/** The items of the Test Explorer: pair, then verification or drill, then each thing that is looked at. */
export interface TestTree {
  /** Finds the pairs again; what was read of them is read anew. */
  refresh(): Promise<void>;
  /** Reads what there is to try of a pair. */
  fill(pair: vscode.TestItem): Promise<void>;
  pairs(): Promise<vscode.TestItem[]>;
  /** Of a pair; none where it cannot be read. */
  tests(pair: vscode.TestItem, kind: TestKind): Promise<vscode.TestItem[]>;
}

export type TestTags = Readonly<Record<TestKind, vscode.TestTag>>;

export function createTestTree(
  controller: vscode.TestController,
  tags: TestTags,
  deployments: () => Promise<Deployments>,
  t: Translate,
): TestTree {
  /** What is there stays there: the editor keeps in mind what of it is open. */
  const itemOf = (items: vscode.TestItemCollection, id: string, label: string, file: vscode.Uri): vscode.TestItem => {
    const known = items.get(id);
    return known?.label === label ? known : controller.createTestItem(id, label, file);
  };
  const pairItem = async (file: vscode.Uri): Promise<vscode.TestItem> => {
    const item = itemOf(controller.items, file.toString(), basename(dirname(file.fsPath)), file);
    const nodes = nodesIn(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)));
    item.description = nodes.map(({ name }) => name).join(' ⇄ ');
    item.tags = [tags.verify];
    item.canResolveChildren = true;
    return item;
  };
  const discover = async (): Promise<void> => {
    const files = await vscode.workspace.findFiles(`**/${CLUSTER_FILE}`, '**/node_modules/**');
    controller.items.replace(await Promise.all(files.map(pairItem)));
  };
  const fill = async (pair: vscode.TestItem): Promise<void> => {
    const file = pair.uri!;
    const reading = (await deployments()).testsOf(file);
    pair.error = 'problems' in reading ? reading.problems.join('\n') : undefined;
    const tests = 'tests' in reading ? reading.tests : [];
    const groups = (['verify', 'drill'] as const).map((kind) => {
      const group = itemOf(pair.children, kind, kind === 'verify' ? t('Verify') : t('Failover Drill'), file);
      const own = tests.filter((test) => test.kind === kind);
      group.children.replace(inOrder(own.map(({ id, label }) => itemOf(group.children, id, label, file))));
      for (const item of [group, ...itemsOf(group.children)]) item.tags = [tags[kind]];
      return group;
    });
    pair.children.replace(tests.length > 0 ? inOrder(groups) : []);
  };
  return {
    fill,
    async refresh() {
      const known = itemsOf(controller.items).filter(({ children }) => children.size > 0);
      await discover();
      for (const { id } of known) {
        const pair = controller.items.get(id);
        if (pair) await fill(pair);
      }
    },
    async pairs() {
      if (controller.items.size === 0) await discover();
      return itemsOf(controller.items);
    },
    async tests(pair, kind) {
      if (pair.children.size === 0) await fill(pair);
      const group = pair.children.get(kind);
      return group ? itemsOf(group.children) : [];
    },
  };
}

/** Not by their labels. */
function inOrder(items: vscode.TestItem[]): vscode.TestItem[] {
  for (const [i, item] of items.entries()) item.sortText = String(i).padStart(4, '0');
  return items;
}

const itemsOf = (items: vscode.TestItemCollection): vscode.TestItem[] => [...items].map(([, item]) => item);
