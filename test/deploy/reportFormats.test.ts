/** A report as a file: for programs, for people, for CI systems. Its picture has a file of its own. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatReport, type Progress, type Report } from '../../deploy/src/index.ts';
import { createRecorder } from '../../deploy/src/report/recorder.ts';
import { createMask } from '../../deploy/src/secrets.ts';
import { elementsIn, readXml, textOf, type XmlElement } from '../support/xml.ts';
import { check, drillOf, hostileReport, report, row } from './handMadeReport.ts';

const ENDINGS = ['.json', '.md', '.xml', '.svg'];

function formatted(ending: string, ...reports: readonly Report[]): string {
  const result = formatReport(reports, `report${ending}`);
  if ('problem' in result) throw new Error(result.problem);
  return result.text;
}

const failed = report({
  ok: false,
  rolledBack: true,
  problem: 'ngx2: keepalived is not active after its reload. Look at its journal, and deploy again.',
  steps: [
    { node: 'ngx1', name: 'reload', ok: true, seconds: 0.12, detail: '' },
    { node: 'ngx2', name: 'reload', ok: false, seconds: 0.3, detail: 'keepalived is not active after its reload' },
  ],
  checks: [check(), check({ name: 'HTTP from here', node: '', ok: false, evidence: 'no answer within 2 s' })],
  drill: [row(), row({ node: 'ngx2', gapSeconds: null, foretold: null, ok: false, evidence: 'it stayed' })],
  notes: ['Packages stay.'],
});
const stranded = report({
  ...failed,
  rolledBack: false,
  stranded: [
    { node: 'ngx2', commands: ["mv -f '/a b' /etc/keepalived/keepalived.conf", 'systemctl reload keepalived'] },
  ],
});

describe('the ending of the file', () => {
  test.each(['report.json', 'REPORT.MD', '/tmp/a b.Xml', 'picture.svg'])('%s is known', (name) => {
    expect(formatReport([report()], name)).toHaveProperty('text');
  });

  test.each(['report', 'report.txt', 'json', ''])('of %j is not, and those that are get named', (name) => {
    const result = formatReport([report()], name);
    for (const ending of ENDINGS) expect(result).toHaveProperty('problem', expect.stringContaining(ending));
  });
});

describe('secrets', () => {
  const SECRET = 's3cret|9<';

  test.each(ENDINGS)('that the recorder has heard of are not in a %s', async (ending) => {
    const told: Progress[] = [];
    const recorder = createRecorder((progress) => told.push(progress), createMask([SECRET]).hide);
    const sentence = `auth_pass ${SECRET} is refused`;
    await recorder.step('ngx1', 'upload', async () => sentence, String);
    await recorder.step('ngx1', 'test', () => Promise.reject(new Error(sentence))).catch(() => undefined);
    recorder.check(check({ ok: false, evidence: sentence }));
    recorder.row(row({ ok: false, evidence: sentence }));
    recorder.note(sentence);
    const { steps, checks, rows, notes } = recorder;
    const { timeline } = drillOf({ seconds: 2 });
    const withAll = report({
      ok: false,
      steps,
      checks,
      drill: rows,
      notes,
      problem: recorder.mask(sentence),
      timeline,
    });
    const text = formatted(ending, withAll) + formatted(ending, { ...withAll, timeline: null });
    expect(text).toContain('is refused');
    expect(text).not.toContain('s3cret');
    expect(JSON.stringify(told)).not.toContain('s3cret');
  });
});

describe('json', () => {
  test('has the keys of the contract, in their order, and what was added behind them', () => {
    const json = JSON.parse(formatted('.json', failed));
    expect(Object.keys(json)).toEqual([
      ...['ok', 'rolledBack', 'nodes', 'steps', 'checks', 'drill'],
      ...['cluster', 'problem', 'notes', 'stranded'],
    ]);
    expect(Object.keys(json.steps[0])).toEqual(['node', 'name', 'ok', 'seconds', 'detail']);
    expect(Object.keys(json.checks[0])).toEqual(['name', 'node', 'address', 'ok', 'evidence']);
    expect(Object.keys(json.drill[0])).toEqual([
      ...['node', 'action', 'address', 'from', 'to', 'gapSeconds', 'foretold', 'ok'],
      'evidence',
    ]);
    expect(json.drill.map((each: { foretold: unknown }) => each.foretold)).toEqual([[0.6, 0.7], null]);
  });

  test('is an array where there are several, or none', () => {
    expect(JSON.parse(formatted('.json', failed, report({ cluster: 'b' })))).toMatchObject([
      { ok: false },
      { cluster: 'b' },
    ]);
    expect(JSON.parse(formatted('.json'))).toEqual([]);
  });

  test('loses nothing of whatever hosts say', () => {
    fc.assert(
      fc.property(hostileReport, ({ timeline: _, ...told }) => {
        expect(JSON.parse(formatted('.json', { ...told, timeline: null }))).toEqual(JSON.parse(JSON.stringify(told)));
      }),
    );
  });
});

describe('markdown', () => {
  /** The cells of a table's line, as GitHub splits it: https://github.github.com/gfm/#tables-extension- */
  const cellsOf = (line: string): string[] => line.split(/(?<=(?<!\\)(?:\\\\)*)\|/).slice(1, -1);
  const lines = (...reports: readonly Report[]): string[] => formatted('.md', ...reports).split('\n');

  test('says the verdict first, then what to do, then what it rests on', () => {
    const text = formatted('.md', failed);
    expect(text).toMatch(/^## Failed: 1 of 2 checks, 1 of 2 steps of the drill; everything was put back\n/);
    const order = ['master-master', failed.problem!, 'Packages stay.', '### Checks', '### Drill', '### Steps'];
    const places = order.map((part) => text.indexOf(part));
    expect(places).toEqual(places.filter((place) => place > 0).toSorted((a, b) => a - b));
  });

  test('has the commands for a node that could not be put back as they are', () => {
    const [{ commands }] = stranded.stranded as [Report['stranded'][number]];
    expect(formatted('.md', stranded)).toContain(`\n\`\`\`sh\n${commands.join('\n')}\n\`\`\`\n`);
  });

  test('keeps commands together that look like the end of them', () => {
    const commands = ['```', '  ````', 'true'];
    const text = formatted('.md', report({ ok: false, stranded: [{ node: 'ngx2', commands }] }));
    expect(text).toContain(`\n\`\`\`\`\`sh\n${commands.join('\n')}\n\`\`\`\`\`\n`);
  });

  test('says nobody where nobody has an address, and nothing where nothing was asked', () => {
    const [line] = lines(report({ drill: [row({ to: '', gapSeconds: null, foretold: null, evidence: '' })] })).slice(
      -2,
    );
    expect(cellsOf(line!).map((cell) => cell.trim())).toEqual([
      ...['ngx1', 'stop keepalived', '192.168.10.111', 'ngx1', 'nobody', '', '', 'ok', ''],
    ]);
  });

  test.each([
    ['a | b', 'a \\| b'],
    ['`x`', '\\`x\\`'],
    ['a\nb\r\nc', 'a b� c'],
    ['<b>&', '&lt;b&gt;&amp;'],
    ['[a](b)', '\\[a\\](b)'],
    ['auth_pass _x_', 'auth_pass \\_x\\_'],
    ['\\|', '\\\\\\|'],
  ])('a cell shows %j as its letters', (evidence, cell) => {
    expect(formatted('.md', report({ checks: [check({ evidence })] }))).toContain(` | ${cell} |\n`);
  });

  test.each(['# a', '- a', '+ a', '1. a', '12) a', '---', '===', '10.0.0.1 is away'])(
    '%j begins no block',
    (problem) => {
      const line = lines(report({ ok: false, problem }))[4]!;
      expect(line.replaceAll('\\', '')).toBe(problem);
      expect(line).not.toMatch(/^(?:#+|[-+]|\d+[.)])(?:\s|$)|^(?:---|===)/);
    },
  );

  test('its tables and its code keep their shape whatever hosts say', () => {
    fc.assert(
      fc.property(hostileReport, (told) => {
        let fence: string | undefined;
        let columns: number | undefined;
        const rows: number[] = [];
        let code = 0;
        for (const line of lines(told)) {
          if (fence !== undefined) {
            if (line === fence) fence = undefined;
            else code++;
          } else if (line.startsWith('```')) fence = /^`+/.exec(line)![0];
          else if (line.startsWith('|')) {
            columns ??= cellsOf(line).length;
            rows.push(cellsOf(line).length - columns);
          } else columns = undefined;
          if (fence === undefined) expect(line).not.toMatch(/<|[\x00-\x1f]/);
        }
        const tables = [told.steps, told.checks, told.drill].filter(({ length }) => length > 0);
        expect(fence).toBeUndefined();
        expect(rows).toEqual(Array.from({ length: tables.flat().length + 2 * tables.length }, () => 0));
        const commands = told.stranded.flatMap((each) => each.commands.flatMap((command) => command.split('\n')));
        expect(code).toBe(commands.length);
      }),
    );
  });
});

describe('junit', () => {
  const casesIn = (xml: XmlElement): XmlElement[] => elementsIn(xml).filter(({ name }) => name === 'testcase');
  const failuresIn = (xml: XmlElement): XmlElement[] => elementsIn(xml).filter(({ name }) => name === 'failure');

  test('has a case for each step, check and event, and one for the outcome', () => {
    const xml = readXml(formatted('.xml', failed));
    expect(casesIn(xml).map(({ attributes: { classname, name, time } }) => [classname, name, time])).toEqual([
      ['master-master.steps', 'ngx1: reload', '0.120'],
      ['master-master.steps', 'ngx2: reload', '0.300'],
      ['master-master.checks', 'ngx1: address on its owner (192.168.10.111)', '0.000'],
      ['master-master.checks', 'HTTP from here (192.168.10.111)', '0.000'],
      ['master-master.drill', 'ngx1: stop keepalived (192.168.10.111)', '0.610'],
      ['master-master.drill', 'ngx2: stop keepalived (192.168.10.111)', '0.000'],
      ['master-master.outcome', 'outcome', '0.000'],
    ]);
    expect(failuresIn(xml).map(({ attributes }) => attributes.message)).toEqual([
      'keepalived is not active after its reload',
      'no answer within 2 s',
      'ngx2: stop keepalived, 192.168.10.111 from ngx1 to ngx2; it stayed',
      expect.stringContaining(failed.problem!),
    ]);
  });

  test('counts, in the suite of each cluster and over all', () => {
    const { name, attributes, children } = readXml(formatted('.xml', failed, report({ cluster: 'other' })));
    const figures = (element: typeof attributes) => [element.name, element.tests, element.failures];
    expect([name, ...figures(attributes)]).toEqual(['testsuites', 'keepalived-ha', '8', '4']);
    const suites = children.filter((child) => typeof child !== 'string');
    expect(suites.map((suite) => [suite.name, ...figures(suite.attributes)])).toEqual([
      ['testsuite', 'master-master', '7', '4'],
      ['testsuite', 'other', '1', '0'],
    ]);
  });

  test('fails where nothing in it failed but all of it did, with what to run where', () => {
    const [failure, ...others] = failuresIn(
      readXml(formatted('.xml', report({ ...stranded, steps: [], checks: [], drill: [] }))),
    );
    expect(others).toEqual([]);
    for (const { commands } of stranded.stranded)
      for (const command of commands) expect(textOf(failure!)).toContain(command);
  });

  test('is well-formed, and no two cases are called alike, whatever hosts say', () => {
    fc.assert(
      fc.property(hostileReport, (told) => {
        const twice = { ...told, steps: [...told.steps, ...told.steps] };
        const xml = readXml(formatted('.xml', twice));
        const cases = casesIn(xml).map(({ attributes: { classname, name } }) => `${classname}\0${name}`);
        expect(new Set(cases).size).toBe(cases.length);
        expect(cases.length).toBe(2 * told.steps.length + told.checks.length + told.drill.length + 1);
        const bad = [...twice.steps, ...told.checks, ...told.drill, told].filter(({ ok }) => !ok);
        expect(failuresIn(xml).length).toBe(bad.length);
      }),
    );
  });
});
