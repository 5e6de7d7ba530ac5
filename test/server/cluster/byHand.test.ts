/** Pairs that people make or part: in a comment, in the settings. The files alone would say something else. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readClusterFile } from '../../../server/src/cluster/clusterFile.ts';
import { type Analysis, type AnalysisOptions, createWorkspace } from '../../../server/src/workspace/workspace.ts';
import { applyEdits, memoryFiles, type Texts } from '../../support/memory.ts';
import { backup, config, underlined } from './support.ts';

const NGX1 = '/ws/ngx1/keepalived.conf';
const NGX2 = '/ws/ngx2/keepalived.conf';
const DB1 = '/ws/db/one.conf';
const DB2 = '/ws/other/two.conf';
/** ngx1 and ngx2 are a pair; the other two have nothing in common with anything. */
const TEXTS: Texts = {
  [NGX1]: config(),
  [NGX2]: backup(),
  [DB1]: config({ vrid: 7, name: 'DB', address: '10.0.0.7' }),
  [DB2]: backup({ vrid: 8, name: 'X', address: '10.0.0.8' }),
};

/** Texts with these lines at the top of some files. */
const saying = (lines: Record<string, string>): Texts => ({
  ...TEXTS,
  ...Object.fromEntries(Object.entries(lines).map(([file, line]) => [file, `${line}\n${TEXTS[file] ?? ''}`])),
});

const analyse = (texts: Texts, options: AnalysisOptions = {}, mainFiles = Object.keys(texts)): Analysis =>
  createWorkspace(memoryFiles(texts)).analyse(mainFiles, options);

/** `ngx1 + ngx2: the reason`, one for each cluster with a reason. */
const clusters = (analysis: Analysis): string[] =>
  analysis.clusters
    .filter(({ reason }) => reason !== undefined)
    .map(({ members, reason }) => `${members.map(({ name }) => name).join(' + ')}: ${reason}`)
    .sort();

const complaints = ({ findings }: Analysis): string[] =>
  [...findings.values()]
    .flat()
    .filter(({ code }) => code === 'pairing-comment')
    .map((finding) => `${underlined(finding)} -> ${finding.message.split(/[.:,]/)[0]}`);

const EVIDENCE = 'ngx1 + ngx2: both serve 192.168.10.111';

test('without a word evidence decides', () => {
  expect(clusters(analyse(TEXTS))).toEqual([EVIDENCE]);
});

describe('a comment', () => {
  test.each([
    ['#', '# keepalived-ha: pair=../other/two.conf'],
    ['!', '! keepalived-ha: pair=../other/two.conf'],
    ['no blanks', '#keepalived-ha:pair=../other/two.conf'],
    ['blanks', '  #  keepalived-ha: pair = ../other/./two.conf  '],
    ['CRLF', '# keepalived-ha: pair=../other/two.conf\r'],
    ['further down', '! Configuration File\n\n# keepalived-ha: pair=../other/two.conf'],
    ['behind a block', 'global_defs {\n}\n# keepalived-ha: pair=../other/two.conf'],
    ['the last one', '# keepalived-ha: alone\n# keepalived-ha: pair=../other/two.conf'],
  ])('pairs: %s', (_, line) => {
    const analysis = analyse(saying({ [DB1]: line }));
    expect(clusters(analysis)).toEqual(['db + other: db/one.conf says so in a comment', EVIDENCE]);
    expect(complaints(analysis)).toEqual([]);
  });

  test.each([
    ['inside a block', 'global_defs {\n# keepalived-ha: pair=../other/two.conf\n}'],
    ['behind a statement', 'global_defs { } # keepalived-ha: pair=../other/two.conf'],
    ['about something else', '# keepalived-ha: ignore=pair-vrid-mismatch'],
    ['with words in front', '# see keepalived-ha: pair=../other/two.conf'],
  ])('means nothing %s', (_, line) => {
    const analysis = analyse(saying({ [DB1]: line }));
    expect(clusters(analysis)).toEqual([EVIDENCE]);
    expect(complaints(analysis)).toEqual([]);
  });

  test('takes a node out of the pair that evidence sees', () => {
    expect(clusters(analyse(saying({ [NGX1]: '# keepalived-ha: pair=../db/one.conf' })))).toEqual([
      'ngx1 + db: ngx1/keepalived.conf says so in a comment',
    ]);
  });

  test('names several files, and several comments add up', () => {
    const texts = saying({
      [NGX1]: '# keepalived-ha: pair=../ngx2/keepalived.conf, ../db/one.conf',
      [DB2]: '# keepalived-ha: pair=../db/one.conf',
    });
    expect(clusters(analyse(texts))).toEqual([
      'ngx1 + ngx2 + db + other: ngx1/keepalived.conf and other/two.conf say so in comments',
    ]);
  });

  test('parts a pair', () => {
    const analysis = analyse(saying({ [NGX2]: '# keepalived-ha: alone' }));
    expect(clusters(analysis)).toEqual(['ngx2: a comment in it says so']);
    expect(analysis.clusters.map(({ members }) => members.length)).toEqual([1, 1, 1, 1]);
    expect(complaints(analysis)).toEqual([]);
  });

  test('reads a file that nobody asked for', () => {
    const texts = saying({ [DB1]: '# keepalived-ha: pair=../other/two.conf' });
    expect(clusters(analyse(texts, {}, [DB1]))).toEqual(['db + other: db/one.conf says so in a comment']);
    expect(analyse(texts, { single: true }, [DB1]).nodes).toHaveLength(1);
  });

  test('pairs all nodes of a file with @id lines', () => {
    const shared = backup({ name: 'S', address: '10.0.0.9', more: '@a priority 3\n@b priority 2' });
    const texts = { ...saying({ [DB1]: '# keepalived-ha: pair=../shared.conf' }), '/ws/shared.conf': shared };
    const [cluster] = analyse(texts).clusters;
    expect(cluster!.members.map(({ node }) => `${node.file} ${node.configId}`)).toEqual([
      `${DB1} undefined`,
      '/ws/shared.conf a',
      '/ws/shared.conf b',
    ]);
  });
});

describe('a comment without effect says why', () => {
  const named = { [DB1]: '# keepalived-ha: pair=../other/two.conf' };

  test.each([
    ['pair=../ngx9/keepalived.conf', '../ngx9/keepalived.conf -> There is no such file'],
    ['pair=one.conf', 'one.conf -> This is the file itself'],
    ['pair=', '# keepalived-ha: pair= -> Name the other nodes'],
    ['pair ../other/two.conf', '# keepalived-ha: pair -> Name the other nodes'],
  ])('%s', (text, complaint) => {
    const analysis = analyse(saying({ [DB1]: `# keepalived-ha: ${text}` }));
    expect(complaints(analysis)).toEqual([complaint]);
    expect(clusters(analysis)).toEqual([EVIDENCE]);
  });

  test.each([
    ['at the top', '# keepalived-ha: pair=nowhere\nglobal_defs {\n}\n', 'global_defs {\n}\n'],
    ['in between', '! a\n  # keepalived-ha: pair=nowhere\r\n! b\nglobal_defs {\n}\n', '! a\n! b\nglobal_defs {\n}\n'],
    ['at the end', 'global_defs {\n}\n# keepalived-ha: pair=nowhere', 'global_defs {\n}\n'],
  ])('and is taken out with its line: %s', (_, text, expected) => {
    const texts = { [DB1]: text };
    const files = memoryFiles(texts);
    const findings = createWorkspace(files).analyse([DB1]).findings.get(DB1)!;
    const [fix] = findings.find(({ code }) => code === 'pairing-comment')!.fixes!;
    expect(applyEdits(texts, files, fix!.edits)[DB1]).toBe(expected);
  });

  test('one path of two is missing', () => {
    const analysis = analyse(saying({ [DB1]: '# keepalived-ha: pair=../nowhere.conf, ../other/two.conf' }));
    expect(complaints(analysis)).toEqual(['../nowhere.conf -> There is no such file']);
    expect(clusters(analysis)).toEqual(['db + other: db/one.conf says so in a comment', EVIDENCE]);
  });

  test('the other file wants to be alone', () => {
    const analysis = analyse(saying({ ...named, [DB2]: '! keepalived-ha: alone' }));
    expect(complaints(analysis)).toEqual([
      '../other/two.conf -> This file says in a comment of its own that it stands alone',
    ]);
    expect(clusters(analysis)).toEqual([EVIDENCE, 'two: a comment in it says so']);
  });

  test('a cluster file decides', () => {
    const text = JSON.stringify({ nodes: { a: { config: 'ngx1/keepalived.conf' }, b: { config: 'other/two.conf' } } });
    const clusterFiles = [readClusterFile('/ws/keepalived-ha.json', text)];
    const decided = 'a + b: keepalived-ha.json names them';
    const other = analyse(saying(named), { clusterFiles });
    expect(complaints(other)[0]).toContain('../other/two.conf -> keepalived-ha');
    expect(clusters(other)).toEqual([decided]);
    for (const line of ['alone', 'pair=../ngx2/keepalived.conf']) {
      const own = analyse(saying({ [NGX1]: `# keepalived-ha: ${line}` }), { clusterFiles });
      expect(complaints(own)).toEqual([`# keepalived-ha: ${line} -> keepalived-ha`]);
      expect(clusters(own)).toEqual([decided]);
    }
    const same = analyse(saying({ [NGX1]: '# keepalived-ha: pair=../other/two.conf' }), { clusterFiles });
    expect(complaints(same)).toEqual([]);
  });

  test('a file is included by another one', () => {
    const texts = {
      ...saying({ [DB1]: '# keepalived-ha: pair=../part.conf\ninclude ../part.conf' }),
      '/ws/part.conf': '# keepalived-ha: alone\n',
    };
    expect(complaints(analyse(texts)).sort()).toEqual([
      '# keepalived-ha: alone -> This file is a part of another configuration',
      '../part.conf -> This file is a part of another configuration',
    ]);
  });
});

describe('the setting', () => {
  test('pairs and parts', () => {
    expect(clusters(analyse(TEXTS, { pairing: [[DB1, DB2], [NGX1]] }))).toEqual([
      'db + other: the setting keepalived.pairing says so',
      'ngx1: the setting keepalived.pairing says so',
    ]);
  });

  test('with a file that is not there leaves the others to the evidence', () => {
    expect(clusters(analyse(TEXTS, { pairing: [[NGX1, '/ws/nowhere.conf']] }))).toEqual([EVIDENCE]);
  });

  test('reads a file that nobody asked for', () => {
    expect(clusters(analyse(TEXTS, { pairing: [[DB1, DB2]] }, [DB1]))).toEqual([
      'db + other: the setting keepalived.pairing says so',
    ]);
  });

  test('counts less than a comment', () => {
    const texts = saying({ [NGX1]: '# keepalived-ha: pair=../db/one.conf', [NGX2]: '# keepalived-ha: alone' });
    expect(clusters(analyse(texts, { pairing: [[NGX1, NGX2, DB2]] }))).toEqual([
      'ngx1 + db: ngx1/keepalived.conf says so in a comment',
      'ngx2: a comment in it says so',
    ]);
  });
});

test('any comment has an answer, which lies in it', () => {
  const file = 'file:///ws/a.conf';
  const pieces = fc.constantFrom(
    'pair=',
    'pair',
    'alone',
    ',',
    '..',
    '/',
    ' ',
    '\r',
    '\0',
    '%',
    '\ud800',
    'a.conf',
    '#',
    '"',
    '{',
  );
  const words = fc.array(pieces).map((list) => list.join(''));
  fc.assert(
    fc.property(fc.oneof(words, fc.string({ unit: 'binary' })), (text) => {
      const comment = `# keepalived-ha: ${text.replaceAll('\n', ' ')}`;
      const { findings } = createWorkspace(memoryFiles({ [file]: `${comment}\n${config()}` })).analyse([file]);
      for (const { code, place } of findings.get(file)!) {
        if (code !== 'pairing-comment') continue;
        expect(place.start).toBeGreaterThanOrEqual(0);
        expect(place.end).toBeLessThanOrEqual(comment.length);
        expect(place.end).toBeGreaterThan(place.start);
      }
    }),
  );
});

test('what is paired by hand is held against each other', () => {
  const texts = saying({ [DB1]: '# keepalived-ha: pair=../other/two.conf' });
  const codes = (file: string) =>
    analyse(texts)
      .findings.get(file)!
      .map(({ code }) => code);
  expect(codes(DB1)).toEqual([]);
  const alike = { ...texts, [DB2]: config({ vrid: 9, name: 'DB', address: '10.0.0.7' }) };
  expect(
    analyse(alike)
      .findings.get(DB2)!
      .map(({ code }) => code),
  ).toContain('pair-vrid-mismatch');
});
