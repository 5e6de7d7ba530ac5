import { describe, expect, test } from 'vitest';
import { findConfigurations, isClusterFile, siblingConfigurations } from '../../../server/src/lsp/configurations.ts';
import type { Entry, Host } from '../../../server/src/lsp/host.ts';
import { createProject } from '../../../server/src/lsp/project.ts';
import { DEFAULT_SETTINGS, languageOf, readSettings, type Settings } from '../../../server/src/lsp/settings.ts';
import { canonicalUri } from '../../../server/src/lsp/uris.ts';
import { resolvePath } from '../../../server/src/model/files.ts';

/** A machine whose disk is a record of texts by URI. It counts how often a file is read. */
function machine(texts: Record<string, string>): Host & { reads: string[]; lists: string[] } {
  const reads: string[] = [];
  const lists: string[] = [];
  return {
    reads,
    lists,
    read(file) {
      reads.push(file);
      return texts[file];
    },
    match: (pattern, from) => [resolvePath(pattern, from)].filter((file) => file in texts),
    stamp: (file) => texts[file],
    async list(folder) {
      lists.push(folder);
      const entries = new Map<string, Entry>();
      for (const file of Object.keys(texts)) {
        if (!file.startsWith(`${folder}/`)) continue;
        const [name, ...rest] = file.slice(folder.length + 1).split('/');
        entries.set(name!, { name: name!, isFolder: rest.length > 0 });
      }
      return [...entries.values()];
    },
  };
}

describe('configurations', () => {
  test('are found in all folders but those of git and npm', async () => {
    const host = machine({
      'file:///w/b/keepalived.conf': '',
      'file:///w/a/keepalived.conf': '',
      'file:///w/keepalived-ha.json': '',
      'file:///w/.git/keepalived.conf': '',
      'file:///w/a/node_modules/keepalived.conf': '',
      'file:///w/README.md': '',
    });
    const found = await findConfigurations('file:///w/', host);
    expect(found).toEqual([
      'file:///w/a/keepalived.conf',
      'file:///w/b/keepalived.conf',
      'file:///w/keepalived-ha.json',
    ]);
    expect(found.map(isClusterFile)).toEqual([false, false, true]);
    expect(host.lists).not.toContain('file:///w/.git');
  });

  test('with names that do not say so are found by how they begin', async () => {
    const host = machine({
      'file:///w/lb01.conf': '# the first\nvrrp_instance VI_1 {\n}\n',
      'file:///w/lb02.conf': 'vrrp_instance VI_1 {\n}\n',
      'file:///w/nginx.conf': 'server {\n}\n',
      'file:///w/lb03.txt': 'vrrp_instance VI_1 {\n}\n',
      'file:///w/c/keepalived.conf.master': '',
    });
    expect(await findConfigurations('file:///w', host)).toEqual([
      'file:///w/c/keepalived.conf.master',
      'file:///w/lb01.conf',
      'file:///w/lb02.conf',
    ]);
    expect(host.reads).not.toContain('file:///w/lb03.txt');
  });

  test('a workspace without end is looked at up to a bound, what is nearest first', async () => {
    let lists = 0;
    const endless: Host = {
      ...machine({}),
      async list() {
        lists++;
        const folders = Array.from({ length: 99 }, (_, index) => ({ name: `f${index}`, isFolder: true }));
        return [...folders, { name: 'keepalived.conf', isFolder: false }];
      },
    };
    const found = await findConfigurations('file:///w', endless);
    expect(found).toContain('file:///w/keepalived.conf');
    expect(lists).toBeLessThan(300);
  });

  test('beside a file outside the workspace: the same name in sibling folders', async () => {
    const host = machine({
      'file:///srv/ha/ngx1/keepalived.conf': 'a',
      'file:///srv/ha/ngx2/keepalived.conf': 'b',
      'file:///srv/ha/ngx3/other.conf': 'c',
    });
    expect(await siblingConfigurations('file:///srv/ha/ngx1/keepalived.conf', host)).toEqual([
      'file:///srv/ha/ngx2/keepalived.conf',
    ]);
    expect(await siblingConfigurations('untitled:Untitled-1', host)).toEqual([]);
  });

  test('beside a file outside the workspace: names that differ in the node only', async () => {
    const host = machine({
      'file:///srv/ha/keepalived-master.conf': 'a',
      'file:///srv/ha/keepalived-backup.conf': 'b',
      'file:///srv/ha/other-backup.conf': 'c',
    });
    expect(await siblingConfigurations('file:///srv/ha/keepalived-master.conf', host)).toEqual([
      'file:///srv/ha/keepalived-backup.conf',
    ]);
  });
});

describe('project', () => {
  const INSTANCE = 'vrrp_instance A {\n virtual_router_id 51\n}\n';

  test('one edit reads and analyses only its own file again', async () => {
    const host = machine({ 'file:///w/a/keepalived.conf': INSTANCE, 'file:///w/b/c/keepalived.conf': 'nonsense 1\n' });
    const project = createProject(host);
    project.setFolders(['file:///w']);
    await project.scan();
    const before = project.analysis();
    expect(project.analysis()).toBe(before);
    project.open('file:///w/a/keepalived.conf', `${INSTANCE}nonsense 2\n`);
    const after = project.analysis();
    expect(host.reads.toSorted()).toEqual(['file:///w/a/keepalived.conf', 'file:///w/b/c/keepalived.conf']);
    const [known] = before.findings.get('file:///w/b/c/keepalived.conf')!;
    expect(known).toBeDefined();
    expect(after.findings.get('file:///w/b/c/keepalived.conf')![0]).toBe(known);
    expect(after.findings.get('file:///w/a/keepalived.conf')!.map(({ code }) => code)).toContain('unknown-keyword');
  });

  test('a file that others include is seen as a part of them, at its place', () => {
    const main = 'file:///w/keepalived.conf';
    const part = 'file:///w/part.inc';
    const project = createProject(
      machine({ [main]: 'vrrp_instance A {\n include part.inc\n}\n', [part]: 'nonsense 1\n' }),
    );
    project.open(main, 'vrrp_instance A {\n include part.inc\n}\n');
    project.open(part, 'nonsense 1\n');
    const { nodes, findings } = project.analysis();
    expect(nodes.map(({ file }) => file)).toEqual([main]);
    expect(findings.get(part)!.map(({ code }) => code)).toEqual(['unknown-keyword']);
    expect(project.document(part)).toMatchObject({ together: [part, main], within: ['vrrp_instance'] });
  });

  test('a scan reads again what changed on disk, and nothing else', async () => {
    const texts: Record<string, string> = { 'file:///w/a/keepalived.conf': '', 'file:///w/b/keepalived.conf': '' };
    const host = machine(texts);
    const project = createProject(host);
    project.setFolders(['file:///w']);
    await project.scan();
    project.analysis();
    texts['file:///w/a/keepalived.conf'] = 'nonsense 1\n';
    host.reads.length = 0;
    await project.scan();
    expect(project.analysis().findings.get('file:///w/a/keepalived.conf')).toHaveLength(1);
    expect(host.reads).toEqual(['file:///w/a/keepalived.conf']);
  });
});

describe('settings', () => {
  test('the release in full, and what makes no sense left out', () => {
    const pairing = [['a.conf', 'b.conf'], ['alone.conf']];
    expect(
      readSettings({
        version: '2.3.1',
        hover: { language: 'zh' },
        pairing,
        codeLens: { enabled: false },
        rules: { 'too-long': 'off' },
      }),
    ).toEqual({
      version: '2.3.1',
      language: 'zh',
      pairing,
      codeLens: false,
      levels: { 'too-long': 'off' },
      problems: [],
    });
    expect(readSettings({ keepalived: { version: 'v2.3' } })).toEqual({ ...DEFAULT_SETTINGS, version: '2.3.0' });
    const strange = { pairing: ['a.conf', [], [''], [7, 'b.conf', null], { c: 'c.conf' }] };
    expect(readSettings(strange).pairing).toEqual([['b.conf']]);
    for (const nonsense of [
      undefined,
      null,
      7,
      [],
      { version: '' },
      { version: 'new', hover: { language: 'de' } },
      { rules: 'off' },
      { rules: ['off'] },
    ]) {
      expect({ ...readSettings(nonsense), problems: [] }).toEqual(DEFAULT_SETTINGS);
    }
    expect(readSettings({ codeLens: 'off' }).codeLens).toBe(true);
  });

  test('hovers follow the editor where nothing is set', () => {
    const language = (set: Settings['language'], locale?: string) =>
      languageOf({ ...DEFAULT_SETTINGS, language: set }, locale);
    expect(['zh-cn', 'zh', 'ZH-Hans', 'en', 'zhx', undefined].map((locale) => language('auto', locale))).toEqual([
      'zh',
      'zh',
      'zh',
      'en',
      'en',
      'en',
    ]);
    expect(language('en', 'zh-cn')).toBe('en');
  });
});

test.each([
  ['file:///w/my (node)/a.conf', 'file:///w/my%20%28node%29/a.conf'],
  ['file:///w/my%20%28node%29/a.conf', 'file:///w/my%20%28node%29/a.conf'],
  ['file:///C:/a.conf', 'file:///c%3A/a.conf'],
  ['file:///c%3A/a.conf', 'file:///c%3A/a.conf'],
  ['FILE://Server/a.conf', 'file://server/a.conf'],
  ['untitled:Untitled-1', 'untitled:Untitled-1'],
  ['file:///w/%zz.conf', 'file:///w/%zz.conf'],
])('%s is known as %s', (uri, expected) => {
  expect(canonicalUri(uri)).toBe(expected);
});
