/** How simulations are shown; the exact words of the engine are not what is looked at here. */
import pico from 'picocolors';
import { describe, expect, test } from 'vitest';
import { formatSimulationJson } from '../../cli/src/format/simulationJson.ts';
import { formatSimulationSvg } from '../../cli/src/format/simulationSvg.ts';
import { formatSimulationText } from '../../cli/src/format/simulationText.ts';
import type { Simulation } from '../../cli/src/simulation.ts';
import { elementsIn, readXml, textOf, type XmlElement } from '../support/xml.ts';
import { down, handMade, MASTER_MASTER, nobody, owned, type Played, split } from './handMade.ts';

const report = (...simulations: Simulation[]) => ({ simulations, problems: [] });
const textLines = (simulation: Simulation, { width = 100, colours = false } = {}): string[] =>
  formatSimulationText(report(simulation), pico.createColors(colours), width).split('\n');
const pictureOf = (...simulations: Simulation[]): XmlElement => readXml(formatSimulationSvg(report(...simulations)));
const withRole = (picture: XmlElement, role: string): XmlElement[] =>
  elementsIn(picture).filter(({ attributes }) => attributes.role === role);

const HOSTILE = '"><script>alert(1)</script>&amp;\u001b[31m\u202e\ud800\uffff\'';

describe('text', () => {
  test('is the matrix, its pairs summed up, and the reasons of what ends badly', () => {
    expect(textLines(handMade(MASTER_MASTER)).join('\n')).toMatchInlineSnapshot(`
      "ngx1 is paired with ngx2: both serve 192.168.10.111

      All up
        ngx1  VI_1, VRID 51  192.168.10.111
        ngx2  VI_2, VRID 52  192.168.10.112

        Failure              192.168.10.111           192.168.10.112
        down:ngx1            ngx2 2.6-3.6 s           ngx2
        script:chk@ngx1      nobody                   ngx2
        down:ngx2            ngx1                     ngx1 0.6 s
        partition:ngx1|ngx2  two masters: ngx1, ngx2  two masters: ngx1, ngx2

      Pairs of failures: 3 tried, 1 ends worse than either failure alone
                                             192.168.10.111  192.168.10.112
        script:chk@ngx1,partition:ngx1|ngx2  ngx2            nobody

      Why
        script:chk@ngx1: nobody owns 192.168.10.111
          no node is left
        partition:ngx1|ngx2: two masters of 192.168.10.111, 192.168.10.112: ngx1, ngx2
          ngx1 and ngx2 do not hear each other
        script:chk@ngx1,partition:ngx1|ngx2: nobody owns 192.168.10.112
          no node is left
      "
    `);
  });

  test('keeps to the width of the terminal, with columns below each other where they do not fit', () => {
    const addresses = Array.from({ length: 9 }, (_, i) => `2001:db8:0:1:0:0:0:${i + 1}`);
    const nodes = ['alpha.example.org', 'beta.example.org'];
    const played: Played[] = [
      [[], ...addresses.map(() => owned(nodes[0]!))],
      [[down(nodes[0]!)], ...addresses.map((_, i) => owned(nodes[1]!, [i, i + 1]))],
      [[down(nodes[1]!)], ...addresses.map(() => nobody)],
    ];
    const lines = textLines(handMade(played, { addresses, nodes }), { width: 80 });
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    for (const address of addresses) expect(lines.join('\n')).toContain(address);
    expect(lines.filter((line) => line.includes('down:alpha.example.org')).length).toBeGreaterThan(1);
  });

  test('shows addresses that share every fate in one column', () => {
    const simulation = handMade([
      [[], owned('ngx1'), owned('ngx1')],
      [[down('ngx1')], owned('ngx2', [1, 2]), owned('ngx2', [1, 2])],
    ]);
    const [group] = simulation.matrix.groups;
    const shared = { ...group!, addresses: ['192.168.10.111', '192.168.10.112'] };
    const lines = textLines({ ...simulation, matrix: { ...simulation.matrix, groups: [shared] } });
    expect(lines).toContain('  ngx1  VI_1, VRID 51  192.168.10.111, 192.168.10.112');
    expect(lines).toContain('  down:ngx1  ngx2 1.0-2.0 s');
  });

  test('marks what ends badly in red, and says why once', () => {
    const text = textLines(handMade(MASTER_MASTER), { colours: true }).join('\n');
    expect(text).toMatch(/\x1b\[1m\x1b\[31mnobody/);
    expect(text).toMatch(/\x1b\[1m\x1b\[31mtwo masters: ngx1, ngx2/);
    expect(text.split('ngx1 and ngx2 do not hear each other').length - 1).toBe(1);
  });

  test('gives the reasons of all scenarios that were asked for', () => {
    const lines = textLines(handMade(MASTER_MASTER.slice(0, 2), { chosen: true }));
    const at = lines.indexOf('  down:ngx1: ngx2 owns 192.168.10.111');
    expect(lines.slice(at + 1, at + 3)).toEqual([
      '    ngx2 has the highest priority',
      '    2.6-3.6 s: 3 adverts, and a skew',
    ]);
  });

  test('shows the first pairs that end badly, and counts the others', () => {
    const nodes = Array.from({ length: 9 }, (_, i) => `n${i}`);
    const pairs = nodes.flatMap((a, i) => nodes.slice(i + 1).map((b) => [down(a), down(b)]));
    const played: Played[] = [[[], owned('n0')], ...pairs.map((pair): Played => [pair, nobody])];
    const lines = textLines(handMade(played, { nodes, addresses: ['10.0.0.1'] }));
    expect(lines).toContain('Pairs of failures: 36 tried, 36 end worse than either failure alone');
    expect(lines).toContain('  and 16 more, which --format json has');
  });

  test('obeys nothing that a name holds', () => {
    const text = textLines(handMade([[[], owned(HOSTILE)]], { nodes: [HOSTILE], addresses: [HOSTILE] })).join('');
    expect(text).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
  });
});

describe('json', () => {
  test('has times in hundredths, and what is missing as null', () => {
    const simulation = handMade(MASTER_MASTER);
    const [group, ...others] = simulation.matrix.groups;
    const groups = [{ ...group!, vrid: undefined }, ...others];
    const json = JSON.parse(formatSimulationJson(report({ ...simulation, matrix: { ...simulation.matrix, groups } })));
    expect(json.groups[0].vrid).toBeNull();
    expect(json.scenarios[1].seconds).toEqual({ '192.168.10.111': [2.61, 3.61], '192.168.10.112': null });
  });

  test('keeps names that objects have a meaning for', () => {
    const simulation = handMade([[[], owned('__proto__')]], { nodes: ['__proto__'], addresses: ['__proto__'] });
    const { groups, scenarios } = JSON.parse(formatSimulationJson(report(simulation)));
    expect(Object.entries(groups[0].instances)).toEqual([['__proto__', 'VI_1']]);
    expect(Object.entries(scenarios[0].owners)).toEqual([['__proto__', ['__proto__']]]);
  });
});

describe('svg', () => {
  test('has a row for each failure, and says in words what colours say', () => {
    const picture = pictureOf(handMade(MASTER_MASTER));
    const rows = withRole(picture, 'row').map((row) =>
      elementsIn(row)
        .filter(({ name }) => name === 'text')
        .map(textOf),
    );
    expect(rows.slice(1)).toEqual([
      ['all up', 'ngx1', 'ngx2'],
      ['down:ngx1', 'ngx2', '2.6-3.6 s', 'ngx2'],
      ['script:chk@ngx1', 'nobody', 'ngx2'],
      ['down:ngx2', 'ngx1', 'ngx1', '0.6 s'],
      ['partition:ngx1|ngx2', 'two masters: ngx1, ngx2', 'two masters: ngx1, ngx2'],
      ['script:chk@ngx1,partition:ngx1|ngx2', 'ngx2', 'nobody'],
    ]);
  });

  test('gives a node one colour, and what ends badly a shape of its own', () => {
    const cells = withRole(pictureOf(handMade(MASTER_MASTER)), 'cell');
    const looksOf = (text: string): Set<string> =>
      new Set(
        cells
          .filter((cell) => elementsIn(cell).some((each) => each.name === 'text' && textOf(each).includes(text)))
          .map(
            (cell) =>
              elementsIn(cell)
                .find(({ name }) => name === 'rect')!
                .attributes.class!.split(' ')[0]!,
          ),
      );
    expect([looksOf('ngx1'), looksOf('ngx2'), looksOf('nobody')].map((looks) => [...looks])).toEqual([
      ['n0', 'bad'],
      ['n1', 'bad'],
      ['bad'],
    ]);
    const shapeOf = (word: string): (string | undefined)[] => [
      ...new Set(
        cells
          .filter((cell) => textOf(cell).includes(word))
          .map((cell) => elementsIn(cell).find(({ attributes }) => attributes.class === 'sign wrong'))
          .map((sign) => sign?.attributes.d?.replace(/^M[\d.]+ [\d.]+/, '')),
      ),
    ];
    expect(new Set([...shapeOf('nobody'), ...shapeOf('two masters')]).size).toBe(2);
  });

  test('has a title, a description, and needs nothing from elsewhere', () => {
    const text = formatSimulationSvg(report(handMade(MASTER_MASTER)));
    const picture = readXml(text);
    const byId = (id: string) => elementsIn(picture).find(({ attributes }) => attributes.id === id);
    expect(textOf(byId(picture.attributes['aria-labelledby']!)!)).toBe('Failover matrix');
    expect(textOf(byId(picture.attributes['aria-describedby']!)!)).toContain('ngx1 is paired with ngx2');
    expect(text.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|@import|<script|<image|href/);
    expect(text).toContain('@media (prefers-color-scheme:dark)');
  });

  test('is well-formed whatever names hold', () => {
    const simulation = handMade(
      [
        [[], owned(HOSTILE)],
        [[down(HOSTILE)], split(HOSTILE, 'ngx2')],
      ],
      {
        nodes: [HOSTILE, 'ngx2'],
        addresses: [HOSTILE],
      },
    );
    const picture = pictureOf(simulation, simulation);
    expect(elementsIn(picture).map(({ name }) => name)).not.toContain('script');
    expect(textOf(picture)).toContain('"><script>alert(1)</script>&amp;');
  });

  test('is as wide as its table, and nothing stands outside', () => {
    const addresses = Array.from({ length: 12 }, (_, i) => `2001:db8::${i + 1}`);
    const played: Played[] = [[[], ...addresses.map((_, i) => owned('ngx1', [i, i + 1]))]];
    const picture = pictureOf(handMade(played, { addresses }));
    const width = Number(picture.attributes.width);
    const boxes = elementsIn(picture).filter(({ name }) => name === 'rect');
    expect(boxes.length).toBeGreaterThan(addresses.length);
    for (const { attributes } of boxes) {
      expect(Number(attributes.x ?? 0) + Number(attributes.width)).toBeLessThanOrEqual(width);
    }
  });
});
