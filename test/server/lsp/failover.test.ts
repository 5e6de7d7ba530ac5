/** The failover matrix through the built server. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FailoverMatrix, FailoverScenario, PlayedScenario } from '../../../server/src/lsp/protocol.ts';
import { Editor, type Folder, temporaryFolder } from '../../support/languageServer.ts';

const example = (node: string): string =>
  readFileSync(new URL(`../../../examples/master-master/${node}/keepalived.conf`, import.meta.url), 'utf8');

const NGX1 = 'ngx1/keepalived.conf';
const NGX2 = 'ngx2/keepalived.conf';

vi.setConfig({ testTimeout: 60_000 });

let editor: Editor;
let folder: Folder;

beforeEach(async () => {
  folder = temporaryFolder({ [NGX1]: example('ngx1'), [NGX2]: example('ngx2'), 'other/keepalived.conf': '' });
  editor = new Editor();
  await editor.start({ workspaceFolders: [{ uri: folder.uri, name: 'pair' }] });
});

afterEach(async () => {
  expect(await editor.stop()).toBe(0);
  folder.dispose();
});

const askMatrix = (uri = folder.uriOf(NGX1)): Promise<FailoverMatrix | null> =>
  editor.connection.sendRequest('keepalived/failoverMatrix', { uri });
const playScenario = (scenario: string, uri = folder.uriOf(NGX1)): Promise<PlayedScenario | null> =>
  editor.connection.sendRequest('keepalived/playScenario', { uri, scenario });

const outdated = (): unknown[] =>
  editor.received.filter(({ method }) => method === 'keepalived/failoverMatrixOutdated').map(({ params }) => params);

/** `192.168.10.111 ngx1` for every address. */
const owners = ({ outcomes }: FailoverScenario): string[] =>
  outcomes.map((outcome) => [...outcome.addresses, ...outcome.owners].join(' '));

describe('keepalived/failoverMatrix', () => {
  test('names nodes, reason and virtual routers; all up comes first', async () => {
    const matrix = (await askMatrix())!;
    expect(matrix.nodes).toEqual([
      { name: 'ngx1', uri: folder.uriOf(NGX1) },
      { name: 'ngx2', uri: folder.uriOf(NGX2) },
    ]);
    expect(matrix.reason).toBe('both serve 192.168.10.111');
    expect(matrix.groups).toEqual([
      {
        vrid: 51,
        family: 4,
        addresses: ['192.168.10.111'],
        instances: [
          { node: 'ngx1', instance: 'VI_1' },
          { node: 'ngx2', instance: 'VI_1' },
        ],
      },
      {
        vrid: 52,
        family: 4,
        addresses: ['192.168.10.112'],
        instances: [
          { node: 'ngx1', instance: 'VI_2' },
          { node: 'ngx2', instance: 'VI_2' },
        ],
      },
    ]);
    const [allUp, powerCut] = matrix.scenarios;
    expect(allUp!.events).toEqual([]);
    expect(owners(allUp!)).toEqual(['192.168.10.111 ngx1', '192.168.10.112 ngx2']);
    expect(powerCut!.events).toEqual([{ kind: 'down', node: 'ngx1', text: 'down:ngx1' }]);
    expect(owners(powerCut!)).toEqual(['192.168.10.111 ngx2', '192.168.10.112 ngx2']);
  });

  test('it is the same one for every file of the cluster', async () => {
    expect(await askMatrix(folder.uriOf(NGX2))).toEqual(await askMatrix());
  });

  test('places are lines of the files, and hold no password', async () => {
    const { scenarios } = (await askMatrix())!;
    const places = scenarios[0]!.outcomes[0]!.places;
    const lines = places.map(({ uri, range, file, keyword }) => {
      const name = uri.slice(folder.uri.length + 1);
      expect(file).toBe(name);
      const line = folder.read(name).split('\n')[range.start.line]!;
      expect(line.trim().split(' ')[0]).toBe(keyword);
      return `${name} ${line.trim()}`;
    });
    expect(lines).toEqual(expect.arrayContaining([`${NGX1} priority 100`, `${NGX2} priority 99`]));
    expect(JSON.stringify(scenarios)).not.toContain('1111');
  });

  test('where nobody owns an address, the places are where it stands', async () => {
    const bothOff = (await playScenario('down:ngx1,down:ngx2')) as FailoverScenario;
    expect(bothOff.outcomes[0]).toMatchObject({ addresses: ['192.168.10.111'], owners: [], seconds: null });
    const keywords = bothOff.outcomes[0]!.places.map(({ file, keyword }) => `${file} ${keyword}`);
    expect(keywords).toEqual([`${NGX1} 192.168.10.111`, `${NGX2} 192.168.10.111`]);
  });

  test('neighbours of one virtual router that fare alike stand together, others do not', async () => {
    for (const name of [NGX1, NGX2]) {
      const text = folder.read(name).replace(/(?<=\n +)192\.168\.10\.111/, '192.168.10.111\n192.168.10.113');
      await editor.open(folder.uriOf(name), text);
    }
    const { scenarios } = (await askMatrix())!;
    const together = scenarios.map(({ outcomes }) => outcomes.map(({ addresses }) => addresses));
    expect(together[0]).toEqual([['192.168.10.111', '192.168.10.113'], ['192.168.10.112']]);
    expect(new Set(together.map((each) => JSON.stringify(each))).size).toBe(1);
  });

  test('those of two virtual routers do not, even if they fare alike', async () => {
    for (const [name, priority] of [
      [NGX1, 100],
      [NGX2, 99],
    ] as const) {
      await editor.open(folder.uriOf(name), folder.read(name).replaceAll(/priority \d+/g, `priority ${priority}`));
    }
    const { scenarios } = (await askMatrix())!;
    expect(owners(scenarios[0]!)).toEqual(['192.168.10.111 ngx1', '192.168.10.112 ngx1']);
  });

  test('a file that is no configuration has none', async () => {
    expect(await askMatrix(folder.uriOf('README.md'))).toBeNull();
    expect(await playScenario('down:ngx1', folder.uriOf('README.md'))).toBeNull();
  });
});

describe('keepalived/playScenario', () => {
  test('lets the events happen in their order', async () => {
    const back = (await playScenario('down:ngx1, up:ngx1')) as FailoverScenario;
    expect(back.events.map(({ text }) => text)).toEqual(['down:ngx1', 'up:ngx1']);
    expect(owners(back)).toEqual(['192.168.10.111 ngx1', '192.168.10.112 ngx2']);
    expect(back.outcomes[0]!.seconds).not.toBeNull();
    expect(back.outcomes[1]!.seconds).toBeNull();
  });

  test.each([
    ['down:ngx3', /no node "ngx3"/],
    ['explode', /"explode" is no event/],
    ['reload:ngx1=/etc/passwd', /cannot be read/],
  ])('%s: what is wrong, in words', async (scenario, problem) => {
    expect(await playScenario(scenario)).toEqual({ problem: expect.stringMatching(problem) });
  });
});

describe('keepalived/failoverMatrixOutdated', () => {
  /** How often the status of a file was told: a change that changes it says when the server is through with it. */
  const statuses = (uri: string): number =>
    editor.received.filter(
      ({ method, params }) => method === 'keepalived/status' && (params as { uri: string }).uri === uri,
    ).length;

  test('comes once for a matrix that was given, when a file of its cluster changes', async () => {
    const uri = folder.uriOf(NGX2);
    await editor.open(uri, folder.read(NGX2));
    await askMatrix();
    await editor.replace(uri, 'priority 99', 'priority 150');
    await editor.until(() => outdated().length > 0);
    expect(outdated()).toEqual([{ uri: folder.uriOf(NGX1) }]);
    const before = statuses(uri);
    await editor.replace(uri, 'priority 150', 'prioriti 150');
    await editor.until(() => statuses(uri) > before);
    await editor.replace(uri, 'prioriti 150', 'priority 150');
    expect(owners((await askMatrix())!.scenarios[0]!)[0]).toBe('192.168.10.111 ngx2');
    expect(outdated()).toHaveLength(1);

    await editor.replace(uri, 'priority 150', 'priority 99');
    await editor.until(() => outdated().length > 1);
    expect(owners((await askMatrix())!.scenarios[0]!)[0]).toBe('192.168.10.111 ngx1');
  });

  test('does not come for files of others, nor before a matrix was asked for', async () => {
    const [own, others] = [folder.uriOf(NGX2), folder.uriOf('other/keepalived.conf')];
    await editor.open(own, folder.read(NGX2));
    await editor.open(others, 'vrrp_instance A {\n    virtual_router_id 77\n}\n');
    await editor.until(() => statuses(own) > 0 && statuses(others) > 0);
    await editor.replace(own, 'priority 99', 'prioriti 99');
    await editor.until(() => statuses(own) > 1);
    await askMatrix();
    const before = statuses(others);
    await editor.replace(others, 'virtual_router_id 77', 'virtual_router_id 777');
    await editor.until(() => statuses(others) > before);
    await askMatrix(others);
    expect(outdated()).toEqual([]);
  });

  test('comes when the release to judge by changes', async () => {
    await askMatrix();
    const settings = { keepalived: { version: '2.3.4' } };
    await editor.connection.sendNotification('workspace/didChangeConfiguration', { settings });
    await editor.until(() => outdated().length > 0);
  });
});
