/** What comments, settings and keepalived-ha.json do to findings. */
import { describe, expect, test } from 'vitest';
import { readClusterFile } from '../../../server/src/cluster/clusterFile.ts';
import { type AnalysisOptions, createWorkspace } from '../../../server/src/workspace/workspace.ts';
import { applyEdits, memoryFiles, type Texts } from '../../support/memory.ts';

const FILE = '/ws/keepalived.conf';
/** Line 4 has a word that keepalived does not know, and line 5 a number out of its range. */
const lines = (above = '', behind = ''): string => `${above}vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    sate MASTER${behind}
    priority 300
    virtual_ipaddress {
        192.168.10.51/24
    }
}
`;

function analyse(texts: Texts, options: AnalysisOptions = {}) {
  const files = memoryFiles(texts);
  const main = Object.keys(texts).filter((name) => name.endsWith('.conf'));
  return { ...createWorkspace(files).analyse(main, options), files };
}
const codes = (text: string, options: AnalysisOptions = {}): string[] =>
  (analyse({ [FILE]: text }, options).findings.get(FILE) ?? []).map(({ code }) => code);

test('without a comment both are told', () => {
  expect(codes(lines())).toEqual(['unknown-keyword', 'number-out-of-range']);
});

describe('ignore', () => {
  test.each([
    ['behind the statement', lines('', ' # keepalived-ha: ignore=unknown-keyword')],
    ['with !', lines('', ' ! keepalived-ha: ignore=unknown-keyword')],
    ['with a reason', lines('', ' # keepalived-ha: ignore=unknown-keyword it is patched in here')],
    ['above it', lines().replace('    sate', '    # keepalived-ha: ignore=unknown-keyword\n    sate')],
    [
      'above other comments',
      lines().replace('    sate', '    # keepalived-ha: ignore=unknown-keyword\n    # why\n  ! not\n    sate'),
    ],
    ['with CRLF', lines('', ' # keepalived-ha: ignore=unknown-keyword').replaceAll('\n', '\r\n')],
  ])('%s', (_, text) => {
    expect(codes(text)).toEqual(['number-out-of-range']);
  });

  test('several codes, several comments', () => {
    const both =
      'sate MASTER\n    # keepalived-ha: ignore=number-out-of-range\n    # keepalived-ha: ignore=too-long , not-a-number';
    expect(codes(lines('', ' # keepalived-ha: ignore=unknown-keyword,number-out-of-range'))).toEqual([
      'suppression-unused',
      'number-out-of-range',
    ]);
    expect(codes(lines().replace('sate MASTER', both))).toEqual([
      'unknown-keyword',
      'suppression-unused',
      'suppression-unused',
    ]);
  });

  test('behind a closing brace at the top level, the line of the brace', () => {
    const text = lines().replace(/}\n$/, '} # keepalived-ha: ignore=unknown-keyword\nstray\n');
    expect(codes(text)).toEqual(['unknown-keyword', 'number-out-of-range', 'suppression-unused', 'unknown-keyword']);
  });

  test('a blank line parts a comment from what is below', () => {
    const text = lines().replace('    sate', '    # keepalived-ha: ignore=unknown-keyword\n\n    sate');
    expect(codes(text)).toEqual(['suppression-unused', 'unknown-keyword', 'number-out-of-range']);
  });

  test('the last line of a file without an end', () => {
    expect(codes('vrrp_instanc\n# keepalived-ha: ignore=unknown-keyword')).toEqual([
      'unknown-keyword',
      'suppression-unused',
    ]);
  });
});

describe('ignore-file', () => {
  test.each([
    '# keepalived-ha: ignore-file=unknown-keyword,number-out-of-range\n',
    '!keepalived-ha: ignore-file = unknown-keyword, number-out-of-range\n',
  ])('%s', (comment) => {
    expect(codes(comment + lines())).toEqual([]);
    expect(codes(lines() + comment)).toEqual([]);
  });

  test('of a file that is included, and of no other', () => {
    const texts = {
      [FILE]: `include part.inc\nstray\n`,
      '/ws/part.inc': '# keepalived-ha: ignore-file=unknown-keyword\nstray\n',
    };
    const { findings } = analyse(texts);
    expect(findings.get('/ws/part.inc')).toEqual([]);
    expect(findings.get(FILE)!.map(({ code }) => code)).toEqual(['unknown-keyword']);
  });

  test('findings across nodes stay in the other file', () => {
    const [one, two] = ['/ws/a/keepalived.conf', '/ws/b/keepalived.conf'];
    const text = lines().replace('    sate MASTER\n', '').replace('300', '100');
    const { findings } = analyse({ [one]: `# keepalived-ha: ignore-file=pair-priority-equal\n${text}`, [two]: text });
    expect(findings.get(one)!.map(({ code }) => code)).not.toContain('pair-priority-equal');
    expect(findings.get(two)!.map(({ code }) => code)).toContain('pair-priority-equal');
  });
});

describe('comments that say nothing', () => {
  test.each([
    ['a code that there is not', 'ignore=unknown-keywrod', 'Did you mean unknown-keyword?'],
    ['no code', 'ignore=', 'ignore=CODE'],
    ['another word', 'ingore=unknown-keyword', 'pair, alone, ignore or ignore-file'],
  ])('%s', (_, says, message) => {
    const { findings } = analyse({ [FILE]: lines('', ` # keepalived-ha: ${says}`) });
    const told = findings.get(FILE)!.filter(({ code }) => code.startsWith('suppression'));
    expect(told).toMatchObject([
      { code: 'suppression-unknown', severity: 'hint', message: expect.stringContaining(message) },
    ]);
  });

  test.each([
    [
      'a code of several',
      ' # keepalived-ha: ignore=unknown-keyword,too-long',
      ' # keepalived-ha: ignore=unknown-keyword',
    ],
    ['the first one', ' # keepalived-ha: ignore=too-long, unknown-keyword', ' # keepalived-ha: ignore=unknown-keyword'],
    ['a whole comment', ' # keepalived-ha: ignore=too-long', ''],
  ])('the fix takes %s away', (_, before, after) => {
    const texts = { [FILE]: lines('', before) };
    const { findings, files } = analyse(texts);
    const unused = findings.get(FILE)!.find(({ code }) => code === 'suppression-unused')!;
    expect(unused.tags).toEqual(['unnecessary']);
    expect(applyEdits(texts, files, unused.fixes![0]!.edits)).toEqual({ [FILE]: lines('', after) });
  });

  test('the fix takes a line away that holds nothing else, and none where a brace stands before it', () => {
    for (const [before, after] of [
      [lines('# keepalived-ha: ignore=too-long\n'), lines()],
      [
        `${lines().trimEnd()} # keepalived-ha: ignore=too-long\nbfd_instance x {\n}\n`,
        `${lines()}bfd_instance x {\n}\n`,
      ],
    ]) {
      const texts = { [FILE]: before! };
      const { findings, files } = analyse(texts);
      const unused = findings.get(FILE)!.find(({ code }) => code === 'suppression-unused')!;
      expect(applyEdits(texts, files, unused.fixes![0]!.edits)).toEqual({ [FILE]: after });
    }
  });

  test('a finding across nodes may be there for those who look at both', () => {
    expect(codes(`# keepalived-ha: ignore-file=pair-priority-equal\n${lines()}`)).not.toContain('suppression-unused');
  });

  test('they can be ignored themselves', () => {
    expect(codes(`# keepalived-ha: ignore-file=suppression-unused,too-long\n${lines()}`)).not.toContain(
      'suppression-unused',
    );
  });
});

describe('levels', () => {
  const clusterFile = (rules: object) =>
    readClusterFile('/ws/keepalived-ha.json', JSON.stringify({ nodes: { a: { config: 'keepalived.conf' } }, rules }));
  const severities = (options: AnalysisOptions, text = lines()): string[] =>
    (analyse({ [FILE]: text }, options).findings.get(FILE) ?? []).map(({ severity, code }) => `${severity} ${code}`);

  test('a setting goes before keepalived-ha.json, and that before the catalogue', () => {
    const clusterFiles = [clusterFile({ 'unknown-keyword': 'warning', 'number-out-of-range': 'off' })];
    expect(severities({ clusterFiles })).toEqual(['warning unknown-keyword']);
    expect(severities({ clusterFiles, levels: { 'number-out-of-range': 'hint' } })).toEqual([
      'warning unknown-keyword',
      'hint number-out-of-range',
    ]);
  });

  test('a comment goes before all', () => {
    const commented = lines('', ' # keepalived-ha: ignore=unknown-keyword');
    expect(severities({ levels: { 'unknown-keyword': 'error' } }, commented)).toEqual(['warning number-out-of-range']);
  });

  test('what is silenced is kept, with what silenced it', () => {
    const { silenced } = analyse(
      { [FILE]: lines('', ' # keepalived-ha: ignore=unknown-keyword') },
      { levels: { 'number-out-of-range': 'off' } },
    );
    expect(silenced.get(FILE)!.map(({ by, finding: { code } }) => `${by} ${code}`)).toEqual([
      'comment unknown-keyword',
      'levels number-out-of-range',
    ]);
  });

  test('a finding stays the same object as long as its level does', () => {
    const files = memoryFiles({ [FILE]: lines() });
    const workspace = createWorkspace(files);
    const look = () => workspace.analyse([FILE], { levels: { 'unknown-keyword': 'hint' } }).findings.get(FILE)![0];
    expect(look()).toBe(look());
  });

  test('keepalived-ha.json is told of codes and levels that there are not, and that is no error', () => {
    const described = clusterFile({ 'unknown-keywrod': 'off', 'too-long': 'fatal' });
    const found = analyse({ [FILE]: lines() }, { clusterFiles: [described] }).findings.get('/ws/keepalived-ha.json')!;
    expect(found.map(({ severity, message }) => `${severity}: ${message}`).sort()).toEqual([
      'warning: "too-long" is to be one of "off", "hint", "information", "warning", "error".',
      'warning: There is no finding unknown-keywrod, so this line changes nothing. Did you mean unknown-keyword?',
    ]);
  });
});

describe('@id that no node has', () => {
  const text = lines()
    .replace('    sate MASTER\n', '')
    .replace('priority 300', '@ngx1 priority 100\n    @ngx3 priority 90\n    @^other accept');
  const named = (...names: string[]) =>
    readClusterFile(
      '/ws/keepalived-ha.json',
      JSON.stringify({ nodes: Object.fromEntries(names.map((name) => [name, { config: 'keepalived.conf' }])) }),
    );
  const unreachable = (options: AnalysisOptions) => {
    const { findings, files } = analyse({ [FILE]: text }, options);
    return { files, found: findings.get(FILE)!.filter(({ code }) => code === 'unreachable-condition') };
  };

  test('is told where keepalived-ha.json names the nodes, with the likely one', () => {
    const { found, files } = unreachable({ clusterFiles: [named('ngx1', 'ngx2.example.org')] });
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringMatching(/config id ngx3; .* Did you mean ngx2\? No node reads this line/),
      expect.stringMatching(/config id other; .* Every node reads this line/),
    ]);
    expect(applyEdits({ [FILE]: text }, files, found[0]!.fixes![0]!.edits)[FILE]).toContain('    @ngx2 priority 90\n');
  });

  test('without it nobody knows all the nodes', () => {
    expect(unreachable({}).found).toEqual([]);
  });

  test('a node of another file may read it as an included one', () => {
    const texts = {
      '/ws/a.conf': 'include shared.inc\n',
      '/ws/b.conf': 'include shared.inc\n',
      '/ws/shared.inc': text,
    };
    const nodes = { ngx1: { config: 'a.conf' }, ngx3: { config: 'b.conf' }, other: { config: 'b.conf' } };
    const clusterFiles = [readClusterFile('/ws/keepalived-ha.json', JSON.stringify({ nodes }))];
    const { findings } = analyse(texts, { clusterFiles });
    expect(findings.get('/ws/shared.inc')!.map(({ code }) => code)).not.toContain('unreachable-condition');
  });
});
