// The view of the failover matrix, made from what the server says about real texts.
import { describe, expect, test } from 'vitest';
import { pageHtml } from '../../client/src/features/failoverPage.ts';
import { failoverView, type Played, placesOf } from '../../client/src/features/failoverView.ts';
import { eventInWords, secondsInWords } from '../../client/src/features/failoverWords.ts';
import { failoverMatrix } from '../../server/src/cluster/matrix.ts';
import { readScenario } from '../../server/src/cluster/scenarioText.ts';
import { toFailoverMatrix } from '../../server/src/lsp/failoverMatrix.ts';
import type { FailoverEvent } from '../../server/src/lsp/protocol.ts';
import { clustersOf, exampleTexts } from '../server/cluster/support.ts';
import { memoryFiles, type Texts } from '../support/memory.ts';
import { english } from './english.ts';

/** What the extension knows after the events, `down:ngx1,up:ngx1`. */
function play(texts: Texts, scenario = ''): Played {
  const [cluster] = clustersOf(texts);
  const files = memoryFiles(texts);
  const atlas = { tree: files.tree, uri: (file: string) => `file://${file}` };
  const answer = (events: string[]) => {
    const reading = readScenario(events.join(','), cluster!);
    if ('problem' in reading) return reading;
    const matrix = failoverMatrix(cluster!, '2.2.7', [reading.scenario]);
    return toFailoverMatrix(cluster!, matrix, atlas).scenarios[1]!;
  };
  const events = scenario === '' ? [] : scenario.split(',');
  return {
    uri: 'file:///ws/ngx1/keepalived.conf',
    events,
    matrix: toFailoverMatrix(cluster!, failoverMatrix(cluster!, '2.2.7'), atlas),
    outcome: events.length > 0 ? answer(events) : null,
  };
}

const PAIR = exampleTexts('master-master');
const sceneOf = (texts: Texts, scenario?: string) => failoverView(play(texts, scenario), english).scene!;
const addresses = (chips: readonly { address: string }[]): string[] => chips.map(({ address }) => address);

describe('the nodes', () => {
  test('while all is up each owns its address', () => {
    const { nodes, nobody, history } = sceneOf(PAIR);
    expect(nodes.map(({ name, stateText, chips }) => [name, stateText, addresses(chips)])).toEqual([
      ['ngx1', 'up', ['192.168.10.111']],
      ['ngx2', 'up', ['192.168.10.112']],
    ]);
    expect(nodes[0]!.chips[0]!.detail).toBe('VRID 51, IPv4');
    expect(nobody.chips).toEqual([]);
    expect(history.events).toEqual([]);
  });

  test('a failure is a switch: what it plays, and what plays it back', () => {
    const failures = (scenario?: string) => sceneOf(PAIR, scenario).nodes[0]!.failures;
    expect(failures().map(({ label, active, play: events }) => [label, active, events])).toEqual([
      ['power cut', false, ['down:ngx1']],
      ['keepalived stopped', false, ['stop:ngx1']],
      ['interface ens33 down', false, ['interface:ens33@ngx1']],
    ]);
    const [powerCut, stopped] = failures('down:ngx1');
    expect(powerCut).toMatchObject({ active: true, enabled: true, play: ['down:ngx1', 'up:ngx1'] });
    expect(stopped).toMatchObject({ active: false, enabled: false });
    expect(failures('interface:ens33@ngx1')[2]!.play).toEqual(['interface:ens33@ngx1', 'up:interface:ens33@ngx1']);
    expect(failures('down:ngx1,up:ngx1').map(({ active, enabled }) => [active, enabled])).toEqual([
      [false, true],
      [false, true],
      [false, true],
    ]);
  });

  test('one without power is off, one with a failed interface is failing', () => {
    const states = (scenario: string) => sceneOf(PAIR, scenario).nodes.map(({ state }) => state);
    expect(states('down:ngx1')).toEqual(['off', 'up']);
    expect(states('interface:ens33@ngx2')).toEqual(['up', 'failing']);
  });

  test('two masters are marked in both boxes, and the partition is what can be healed', () => {
    const { nodes, network } = sceneOf(PAIR, 'partition:ngx1|ngx2');
    expect(nodes.map(({ chips }) => chips.map(({ address, mark }) => `${address} ${mark}`))).toEqual([
      ['192.168.10.111 two masters', '192.168.10.112 two masters'],
      ['192.168.10.111 two masters', '192.168.10.112 two masters'],
    ]);
    expect(network.failures).toMatchObject([
      { label: 'partition ngx1 | ngx2', active: true, play: ['partition:ngx1|ngx2', 'up:partition:ngx1|ngx2'] },
    ]);
  });

  test('what nobody owns stands apart', () => {
    const { nodes, nobody } = sceneOf(PAIR, 'down:ngx1,down:ngx2');
    expect(nodes.map(({ chips }) => chips)).toEqual([[], []]);
    expect(addresses(nobody.chips)).toEqual(['192.168.10.111', '192.168.10.112']);
  });
});

describe('what happened and what came of it', () => {
  test('owner, time and reason of every address; the ways back', () => {
    const { history, outcome } = sceneOf(PAIR, 'down:ngx1,up:ngx1');
    expect(history.events).toEqual([
      { text: 'ngx1: power cut', removal: 'Take back: ngx1: power cut', play: ['up:ngx1'] },
      { text: 'ngx1: back again', removal: 'Take back: ngx1: back again', play: ['down:ngx1'] },
    ]);
    expect(outcome.lines.map(({ addresses: which, text }) => `${which} ${text}`)).toEqual([
      expect.stringMatching(/^192\.168\.10\.111 ngx1 takes over: \d\.\d–\d\.\d s$/),
      '192.168.10.112 ngx2 owns it',
    ]);
    expect(outcome.lines[0]!.reason).toContain('ngx1 is MASTER');
  });

  test('with nopreempt the address stays where it went', () => {
    const texts = Object.fromEntries(
      Object.entries(PAIR).map(([file, text]) => [
        file,
        text.replaceAll('state MASTER', 'state BACKUP').replaceAll('priority', 'nopreempt\n    priority'),
      ]),
    );
    const { nodes } = sceneOf(texts, 'down:ngx1,up:ngx1');
    expect(addresses(nodes[1]!.chips)).toContain('192.168.10.111');
  });

  test('events that no longer fit the files say so, and can still be taken back', () => {
    const played = { ...play(PAIR), events: ['down:gone'], outcome: play(PAIR, 'down:gone').outcome };
    const { outcome, history, nodes } = failoverView(played, english).scene!;
    expect(outcome.problem).toMatch(/no node "gone"/);
    expect(outcome.lines).toEqual([]);
    expect(history.events).toMatchObject([{ text: 'down:gone', play: [] }]);
    expect(nodes.map(({ chips }) => chips)).toEqual([[], []]);
  });
});

describe('the table', () => {
  const { table } = sceneOf(PAIR, 'down:ngx1');

  test('rows are failures, columns addresses under their virtual routers', () => {
    expect(table.groups).toEqual([
      { text: 'VRID 51, IPv4', detail: 'VI_1', span: 1 },
      { text: 'VRID 52, IPv4', detail: 'VI_2', span: 1 },
    ]);
    expect(table.columns).toEqual([['192.168.10.111'], ['192.168.10.112']]);
    expect(table.rows.map(({ label }) => label)).toEqual([
      ['All up'],
      ['ngx1: power cut'],
      ['ngx2: power cut'],
      ['ngx1: keepalived stopped'],
      ['ngx2: keepalived stopped'],
      ['ngx1: interface ens33 down'],
      ['ngx2: interface ens33 down'],
      ['partition ngx1 | ngx2'],
    ]);
    expect(table.rows.filter(({ current }) => current).map(({ play: events }) => events)).toEqual([['down:ngx1']]);
  });

  test('cells say who, how soon, and what is wrong', () => {
    const cells = (row: number) =>
      table.rows[row]!.cells.map(({ verdict, text, detail, moved }) => [verdict, text, detail, moved]);
    expect(cells(0)).toEqual([
      ['owned', 'ngx1', undefined, false],
      ['owned', 'ngx2', undefined, false],
    ]);
    expect(cells(1)).toEqual([
      ['owned', 'ngx2', '2.6–3.6 s', true],
      ['owned', 'ngx2', undefined, false],
    ]);
    expect(cells(7)[0]).toEqual(['split', 'two masters', 'ngx1, ngx2', true]);
    const bothOff = table.more!.rows.find(({ play: events }) => events.join() === 'down:ngx1,down:ngx2')!;
    expect(bothOff.cells.map(({ text }) => text)).toEqual(['nobody', 'nobody']);
  });

  test('pairs of failures are counted, and how many of them end badly', () => {
    const { rows, summary } = table.more!;
    const bad = rows.filter(({ cells }) => cells.some(({ verdict }) => verdict !== 'owned'));
    expect(bad.length).toBeGreaterThan(0);
    expect(summary).toBe(`Two failures, one after the other: ${rows.length}; nobody or two masters in ${bad.length}`);
  });

  test('every cell leads to lines', () => {
    const played = play(PAIR, 'down:ngx1');
    const cells = [...table.rows, ...table.more!.rows].flatMap((row) => row.cells);
    for (const { outcome } of cells) expect(placesOf(played, outcome).length).toBeGreaterThan(0);
    const [first] = placesOf(played, { scenario: 0, column: 0 });
    expect(first).toMatchObject({ uri: 'file:///ws/ngx1/keepalived.conf', file: 'ngx1/keepalived.conf' });
    expect(placesOf(played, { scenario: 999, column: 0 })).toEqual([]);
  });

  test('many addresses of one virtual router are one column, and each a chip', () => {
    const many = Array.from({ length: 20 }, (_, index) => `192.168.20.${index + 1}`);
    const texts = Object.fromEntries(
      Object.entries(PAIR).map(([file, text]) => [file, text.replace(/(?<=\n +)192\.168\.10\.111/, many.join('\n'))]),
    );
    const { nodes, table: wide, outcome } = sceneOf(texts);
    expect(outcome.lines[0]!.addresses).toBe('192.168.20.1, 192.168.20.2, 192.168.20.3, and 17 more');
    expect(wide.columns[0]).toEqual(['192.168.20.1', '192.168.20.2', '192.168.20.3', 'and 17 more']);
    expect(wide.rows[1]!.cells).toHaveLength(2);
    expect(addresses(nodes[0]!.chips)).toEqual(many);
  });

  test('an instance with another name on the other node is told with both', () => {
    const file = '/ws/ngx2/keepalived.conf';
    const texts = { ...PAIR, [file]: PAIR[file]!.replace('VI_1', 'WEB') };
    expect(sceneOf(texts).table.groups[0]!.detail).toBe('VI_1 (ngx1), WEB (ngx2)');
  });
});

describe('where there is little to show', () => {
  test('a lone node says so, kindly, and has its own table', () => {
    const file = '/ws/ngx1/keepalived.conf';
    const { heading, about, scene } = failoverView(play({ [file]: PAIR[file]! }), english);
    expect(about).toBe(`${heading} has no peer in this workspace: nobody can take over from it.`);
    expect(scene!.nodes).toHaveLength(1);
    expect(scene!.network.failures).toEqual([]);
    expect(scene!.table.rows[1]!.cells.map(({ text }) => text)).toEqual(['nobody', 'nobody']);
  });

  test('no virtual address, no configuration, no answer: each in words', () => {
    const played = play({ '/ws/a/keepalived.conf': 'global_defs {\n    router_id a\n}\n' });
    const problem = (matrix: Played['matrix']) => failoverView({ ...played, matrix }, english).problem;
    expect(problem(played.matrix)).toMatch(/no virtual address/);
    expect(problem(null)).toMatch(/no keepalived configuration/);
    expect(problem(undefined)).toMatch(/gives no answer/);
  });
});

test('events in words', () => {
  const events: [FailoverEvent, string][] = [
    [{ kind: 'crash', node: 'a', text: '' }, 'a: keepalived killed'],
    [{ kind: 'fails', what: 'script', name: 'chk', node: 'a', text: '' }, 'a: script chk fails'],
    [{ kind: 'fails', what: 'process', name: 'nginx', node: 'a', text: '' }, 'a: process nginx gone'],
    [{ kind: 'fails', what: 'file', name: 'f', node: 'a', text: '' }, 'a: file f tells a failure'],
    [{ kind: 'fails', what: 'bfd', name: 'b', node: 'a', text: '' }, 'a: BFD session b down'],
    [{ kind: 'recovers', what: 'script', name: 'chk', node: 'a', text: '' }, 'a: chk recovers'],
    [{ kind: 'disabled', name: 'chk', node: 'a', text: '' }, 'a: script chk does not run'],
    [{ kind: 'heal', sides: [['a'], ['b', 'c']], text: '' }, 'partition a | b, c heals'],
  ];
  expect(events.map(([event]) => eventInWords(event, english))).toEqual(events.map(([, words]) => words));
});

test.each<[[number, number], string]>([
  [[2.609, 3.609], '2.6–3.6 s'],
  [[0.61, 0.614], '0.6 s'],
  [[0, 0], 'at once'],
])('%j seconds: %s', (seconds, words) => {
  expect(secondsInWords(seconds, english)).toBe(words);
});

test('the page runs our script alone and loads nothing else', () => {
  const html = pageHtml({ script: 'S', style: 'C', source: 'https://source', nonce: 'n0nce', language: 'zh-cn' });
  expect(html).toContain(`content="default-src 'none'; script-src 'nonce-n0nce'; style-src https://source"`);
  expect(html).toContain('<html lang="zh-cn">');
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html).toContain('<script nonce="n0nce" src="S"></script>');
  expect(html).not.toMatch(/ on\w+=|style=|<style/);
});
