/** The picture of a report: who had which address when, what answered, and what did not. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Report, reportSvg, type Timeline } from '../../deploy/src/index.ts';
import { levelsOf } from '../../deploy/src/report/picture/labels.ts';
import { runsOf } from '../../deploy/src/report/picture/probes.ts';
import { reignsOf } from '../../deploy/src/report/timeline.ts';
import { elementsIn, readXml, textOf, type XmlElement } from '../support/xml.ts';
import { check, drillOf, hostileReport, report, row, type Watched } from './handMadeReport.ts';

const pictureOf = (...reports: readonly Report[]): XmlElement => readXml(reportSvg(reports));
const withClass = (element: XmlElement, name: string): XmlElement[] =>
  elementsIn(element).filter(({ attributes }) => attributes.class?.split(' ').includes(name));
const lanesIn = (picture: XmlElement): XmlElement[] =>
  elementsIn(picture).filter(({ attributes }) => attributes.role === 'img');
const titlesIn = (elements: readonly XmlElement[]): string[] =>
  elements
    .flatMap(elementsIn)
    .filter(({ name }) => name === 'title')
    .map(textOf);
const textsIn = (element: XmlElement): string[] =>
  elementsIn(element)
    .filter(({ name }) => name === 'text')
    .map(textOf);

const usual = drillOf();
const watched = usual.timeline!;
const withTimeline = (more: Partial<Timeline>, told: Report = usual): Report => ({
  ...told,
  timeline: { ...watched, ...more },
});

describe('a lane', () => {
  test('shows who had the address when, and that nobody had it in between', () => {
    const [lane] = lanesIn(pictureOf(usual));
    const bars = elementsIn(lane!).filter(({ name }) => name === 'rect');
    expect(bars.map(({ attributes }) => attributes.class)).toEqual(['b0', 'bad nobody', 'b1', 'b0']);
    expect(titlesIn(bars)).toEqual(['ngx1, 1.50 s', 'nobody, 0.61 s', 'ngx2, 8.39 s', 'ngx1, 19.50 s']);
    // 720 pixels are 30 seconds; a frame of two pixels is drawn inside.
    const widths = bars.map(({ attributes }) => Math.round(Number(attributes.width)));
    expect(widths).toEqual([36, 13, 201, 468]);
  });

  test('frames two owners at once, each in its colour', () => {
    const intruder = { address: '192.168.10.112', node: 'ngx1' };
    const began = { ...intruder, at: watched.began + 5000, gained: true };
    const ended = { ...intruder, at: watched.began + 8000, gained: false };
    const [, lane] = lanesIn(pictureOf(withTimeline({ owners: [...watched.owners, began, ended] })));
    const both = elementsIn(lane!).filter((each) => each.name === 'rect' && textOf(each) === 'ngx2 and ngx1, 3.00 s');
    expect(both.map(({ attributes }) => attributes.class)).toEqual(['b1', 'b0']);
    expect(withClass(lane!, 'frame').filter(({ name }) => name === 'rect').length).toBe(1);
  });

  test('makes nothing of a handover that two hosts tell of a moment apart', () => {
    for (const lane of lanesIn(pictureOf(usual))) {
      expect(titlesIn([lane]).filter((title) => title.includes(' and '))).toEqual([]);
    }
  });

  test('has what answered in the colour of its node, and what did not in a shape of its own', () => {
    const [lane] = lanesIn(pictureOf(usual));
    const paths = elementsIn(lane!).filter(({ name, children }) => name === 'path' && children.length > 0);
    expect(paths.map((path) => [path.attributes.class, textOf(path)])).toEqual([
      ['b0', 'answered by ngx1'],
      ['unanswered', 'no answer'],
      ['b1', 'answered by ngx2'],
    ]);
    const heights = paths.map(({ attributes: { d } }) => /v(\d+)/.exec(d!)![1]);
    expect(heights[0]).toBe(heights[2]);
    expect(heights[1]).not.toBe(heights[0]);
  });

  test('says how long a gap was and what was foretold, and stands out where they disagree', () => {
    const labels = (told: Report): string[] => textsIn(lanesIn(pictureOf(told))[0]!);
    expect(labels(usual)).toContain('0.61 s, foretold 0.6 to 0.7 s');
    expect(labels({ ...usual, drill: [] })).toContain('0.65 s');
    expect(withClass(pictureOf(usual), 'alarm')).toEqual([]);
    const late = { ...usual, drill: [row({ foretold: [0.1, 0.2], ok: false })] };
    expect(withClass(lanesIn(pictureOf(late))[0]!, 'alarm').map(textOf)).toEqual(['0.61 s, foretold 0.1 to 0.2 s']);
  });

  test('says of each of several gaps how long it was', () => {
    const again = watched.began + 4000;
    const probes = watched.probes.map((each) => (Math.abs(each.at - again) < 100 ? { ...each, ok: false } : each));
    const [lane] = lanesIn(pictureOf(withTimeline({ probes })));
    expect(textsIn(lane!).filter((text) => text.includes('gap') || text.includes('foretold'))).toEqual([
      '2 gaps, longest 0.65 s',
      '0.65 s, foretold 0.6 to 0.7 s',
      '0.15 s, foretold 0.6 to 0.7 s',
    ]);
  });

  test('goes by its owners where nothing was asked', () => {
    expect(textsIn(lanesIn(pictureOf(drillOf({ every: undefined })))[0]!)).toContain('0.61 s, foretold 0.6 to 0.7 s');
  });

  test('says in words what it shows', () => {
    const picture = pictureOf(usual);
    const description = textOf(elementsIn(picture).find(({ attributes }) => attributes.id === 'description')!);
    const words =
      '192.168.10.111: ngx1 from 0.00 s, nobody from 1.50 s, ngx2 from 2.11 s, ngx1 from 10.50 s; 1 gap, 0.61 s.';
    expect(lanesIn(picture)[0]!.attributes['aria-label']).toBe(words);
    expect(description).toContain(words);
  });
});

describe('the picture', () => {
  test.each<[name: string, watched: Watched]>([
    ['nothing asked', { every: undefined }],
    ['one address', { addresses: ['192.168.10.111'] }],
    ['20 addresses', { addresses: Array.from({ length: 20 }, (_, i) => `2001:db8:0:1:0:0:0:${i}`) }],
    ['12 nodes', { nodes: Array.from({ length: 12 }, (_, i) => `lb-${i}.example.org`) }],
    ['6 nodes', { nodes: ['lb-1', 'lb-2', 'lb-3', 'lb-4', 'lb-5', 'lb-6.example.org'] }],
    ['2 seconds', { seconds: 2 }],
    ['10 minutes', { seconds: 600 }],
    ['no address', { addresses: [] }],
  ])('of %s stays small, and all of it is inside', (_, options) => {
    const told = drillOf(options);
    const text = reportSvg([told]);
    expect(text.length).toBeLessThan(50_000);
    const picture = readXml(text);
    const [width, height] = [Number(picture.attributes.width), Number(picture.attributes.height)];
    for (const each of elementsIn(picture)) {
      const { name, attributes } = each;
      if (name !== 'rect' && name !== 'text') continue;
      // Letters are about as wide as that.
      const textWidth = attributes.class?.includes('middle') ? 0 : textOf(each).length * 6;
      expect(Number(attributes.x ?? 0)).toBeGreaterThanOrEqual(0);
      expect(Number(attributes.x ?? 0) + Number(attributes.width ?? textWidth)).toBeLessThanOrEqual(width);
      expect(Number(attributes.y ?? 0) + Number(attributes.height ?? 0)).toBeLessThanOrEqual(height);
    }
    expect(lanesIn(picture).length).toBe(told.timeline!.addresses.length);
    expect(withClass(picture, 'event').map(textOf)).toEqual(told.timeline!.events.map(({ text: event }) => event));
  });

  test('of a timeline without any time is one', () => {
    expect(lanesIn(pictureOf(withTimeline({ ended: watched.began }))).length).toBe(2);
  });

  test('has room for labels at its end', () => {
    const late = watched.ended - 100;
    const events = [{ at: late, text: 'ngx2: start keepalived' }];
    const gap = [{ at: late, address: '192.168.10.111', ok: false, node: null }];
    for (const told of [
      withTimeline({ events, probes: [] }),
      withTimeline({ events: [{ at: late, text: 'ngx1: stop keepalived' }], probes: gap }),
    ]) {
      const picture = pictureOf(told);
      const [label] = elementsIn(picture).filter(
        (each) => each.name === 'text' && /^ngx2: start|, foretold/.test(textOf(each)),
      );
      expect(Number(label!.attributes.x) + textOf(label!).length * 6).toBeLessThan(Number(picture.attributes.width));
    }
  });

  test('lists below a time line only what went wrong', () => {
    expect(withClass(pictureOf(usual), 'sign')).toEqual([]);
    const picture = pictureOf({ ...usual, checks: [check(), check({ ok: false, evidence: 'nobody has it' })] });
    expect(withClass(picture, 'sign').map(({ attributes }) => attributes.class)).toEqual(['sign wrong']);
    expect(textsIn(picture)).toContain('nobody has it');
  });

  test('names its nodes and what else there is to see', () => {
    const legend = elementsIn(pictureOf(usual)).find(({ attributes }) => attributes['aria-hidden'] === 'true')!;
    expect(textsIn(legend)).toEqual(['ngx1', 'ngx2', 'nobody', 'several at once', 'that node answered', 'no answer']);
  });

  test('stands on its own, light and dark', () => {
    const text = reportSvg([usual]);
    expect(text.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|@import|<script|<image|href/);
    expect(text).toContain('@media (prefers-color-scheme:dark)');
    expect(textOf(elementsIn(readXml(text)).find(({ name }) => name === 'title')!)).toBe('Report on master-master');
  });

  test('without a timeline is a list of what was done and looked at', () => {
    const picture = pictureOf(
      report({
        ok: false,
        problem: 'ngx2: ssh ended.',
        steps: [{ node: 'ngx1', name: 'reload', ok: true, seconds: 0.1, detail: 'asked' }],
        checks: [check({ ok: false })],
        stranded: [{ node: 'ngx2', commands: ['systemctl reload keepalived'] }],
      }),
    );
    expect(textsIn(picture)).toEqual([
      'master-master',
      'failed: 1 of 1 checks; ngx2 could not be put back',
      'ngx2: ssh ended.',
      'On ngx2, as root, run by hand:',
      'systemctl reload keepalived',
      'ngx1: reload, 0.10 s',
      'asked',
      'ngx1: address on its owner (192.168.10.111)',
      'ngx1 has it, and nobody else',
    ]);
    expect(withClass(picture, 'sign').map(({ attributes }) => attributes.class)).toEqual(['sign good', 'sign wrong']);
  });

  test('of several clusters has them below each other', () => {
    const picture = pictureOf(usual, report({ cluster: 'second' }), { ...usual, cluster: 'third' });
    expect(withClass(picture, 'heading').map(textOf)).toEqual(['master-master', 'second', 'third']);
    const heights = withClass(picture, 'heading').map(({ attributes }) => Number(attributes.y));
    expect(heights).toEqual(heights.toSorted((a, b) => a - b));
  });

  test('is well-formed whatever hosts say', () => {
    fc.assert(
      fc.property(fc.array(hostileReport, { maxLength: 3 }), (reports) => {
        const text = reportSvg(reports);
        const picture = readXml(text);
        expect(text).not.toMatch(/NaN|Infinity|undefined/);
        expect(elementsIn(picture).map(({ name }) => name)).not.toContain('script');
        const lanes = reports.flatMap(({ timeline }) => timeline?.addresses ?? []);
        expect(lanesIn(picture).length).toBe(lanes.length);
      }),
    );
  });
});

test('owners are told from the beginning to the end, and never the same twice', () => {
  fc.assert(
    fc.property(hostileReport, ({ timeline }) => {
      for (const address of timeline?.addresses ?? []) {
        const { began, ended } = timeline!;
        const reigns = reignsOf(timeline!, address);
        const [first, last] = [reigns[0], reigns.at(-1)];
        if (ended > began) expect([first!.from, last!.to]).toEqual([began, ended]);
        else expect(reigns).toEqual([]);
        for (const [i, reign] of reigns.slice(1).entries()) {
          expect(reign.from).toBe(reigns[i]!.to);
          expect(reign.owners).not.toEqual(reigns[i]!.owners);
        }
      }
    }),
  );
});

test('labels do not overlap, and no line crosses one', () => {
  const labels = fc.array(fc.record({ x: fc.integer({ min: 0, max: 500 }), width: fc.integer({ min: 1, max: 200 }) }));
  fc.assert(
    fc.property(labels, fc.integer({ min: 1, max: 6 }), (list, most) => {
      const placed = levelsOf(list, most).flatMap((level, i) => (level === undefined ? [] : { ...list[i]!, level }));
      expect(placed.length).toBeGreaterThanOrEqual(Math.min(list.length, most));
      for (const [i, a] of placed.entries()) {
        expect(a.level).toBeLessThan(most);
        for (const b of placed.slice(i + 1)) {
          const [left, right] = a.x < b.x || (a.x === b.x && a.level > b.level) ? [a, b] : [b, a];
          // The line of the right one begins at its x, and ends at its level.
          if (left.x + left.width >= right.x) expect(left.level).toBeGreaterThan(right.level);
        }
      }
    }),
  );
});

test('runs of requests hide none that was not answered, and are never many', () => {
  const probes = fc.array(
    fc.record({ at: fc.nat(60), ok: fc.boolean(), node: fc.constantFrom('ngx1', 'ngx2', null) }),
    {
      maxLength: 300,
    },
  );
  fc.assert(
    fc.property(probes, (unsorted) => {
      const sorted = unsorted.toSorted((a, b) => a.at - b.at).map((probe) => ({ ...probe, address: '' }));
      const runs = runsOf(sorted, (at) => at);
      const isIn = (at: number, ok: boolean): boolean =>
        runs.some((run) => run.ok === ok && run.from <= at && at <= run.to);
      for (const { at, ok } of sorted) expect(isIn(at, false) || (ok && isIn(at, true))).toBe(true);
      for (const { at, ok } of sorted) if (!ok) expect(isIn(at, false)).toBe(true);
      expect(runs.length).toBeLessThanOrEqual(2 * 61);
      for (const [i, run] of runs.slice(1).entries()) expect(run.from).toBeGreaterThanOrEqual(runs[i]!.to);
    }),
  );
});
