/** Whether a weight moves the address: the verdict, its arithmetic, its cure, and that the election agrees. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkCluster } from '../../../server/src/cluster/checkCluster.ts';
import type { Finding } from '../../../server/src/model/finding.ts';
import { toNode } from '../../../server/src/model/toNode.ts';
import { memoryFiles, type Texts } from '../../support/memory.ts';
import { nodesOf, owners } from './electionSupport.ts';
import { backup, config, exampleTexts, type Options, pairFindings, underlined } from './support.ts';

const script = (name: string, weight: number | string = '', command = '/bin/true'): string =>
  `vrrp_script ${name} {\n    script "${command}"\n    interval 2\n    ${weight === '' ? '' : `weight ${weight}`}\n}\n`;
const track = (what: string, ...entries: string[]): string =>
  `track_${what} {\n        ${entries.join('\n        ')}\n    }`;
const tracked = (...names: string[]): { more: string } => ({ more: track('script', ...names) });

/** 100 and 90, both with one script of these weights. */
const pair = (ofA: number | string, ofB: number | string = ofA, a: Options = {}, b: Options = {}): Texts =>
  nodesOf(
    script('chk', ofA) + config({ ...tracked('chk'), ...a }),
    script('chk', ofB) + backup({ ...tracked('chk'), ...b }),
  );

const isOurs = ({ code }: Finding): boolean => code.startsWith('pair-weight');
const found = (texts: Texts): Finding[] => pairFindings(texts).findings.filter(isOurs);
const codes = (texts: Texts): string[] => [...new Set(found(texts).map(({ code, severity }) => `${severity} ${code}`))];
const messages = (texts: Texts): string[] => [...new Set(found(texts).map(({ message }) => message))];
const fixesOf = (texts: Texts): string[] => [
  ...new Set(
    found(texts).flatMap(({ fixes = [] }) => fixes.map(({ title, preferred }) => (preferred ? '* ' : '') + title)),
  ),
];

/** Applies a fix by its title, the preferred one without. */
function cured(texts: Texts, title?: string): Texts {
  const { findings, apply } = pairFindings(texts);
  const fix = findings
    .filter(isOurs)
    .flatMap(({ fixes = [] }) => fixes)
    .find((each) => (title ? each.title === title : each.preferred));
  return apply(fix!);
}

describe('what the lab saw', () => {
  const a = { priority: 100 };
  const b = { priority: 99 };
  const one = nodesOf(script('chk', 20) + config({ ...a, ...tracked('chk') }), backup(b));
  test.each<[string, Texts, string[], 'a' | 'b']>([
    ['weight -1, a gap of 1', pair(-1, -1, a, b), ['warning pair-weight-tie'], 'a'],
    ['+20 on one node only', one, ['warning pair-weight-too-small'], 'a'],
    ['weight -2, a gap of 1', pair(-2, -2, a, b), [], 'b'],
    ['weight -20', pair(-20, -20, a, b), [], 'b'],
    ['no weight: FAULT', pair('', '', a, b), [], 'b'],
  ])('%s', (_, texts, expected, owner) => {
    expect(codes(texts)).toEqual(expected);
    expect(owners(texts, 'script:chk@a')[0]).toMatch(new RegExp(`: ${owner}( |$)`));
    if (expected.length) expect(owners(cured(texts), 'script:chk@a')[0]).toContain(': b ');
  });
});

describe('pair-weight-too-small', () => {
  test('names the whole arithmetic, in both files', () => {
    const texts = pair(-2);
    expect(messages(texts)).toEqual([
      'chk fails on a: 100 - 2 = 98 is still above 90 of b, which leaves 192.168.10.111 where the service is dead. ' +
        'Use a weight of -11 or lower on a and b, or none (FAULT).',
    ]);
    expect(found(texts).map((finding) => `${finding.place.file} ${underlined(finding)}`)).toEqual([
      '/ws/a/keepalived.conf -2',
      '/ws/b/keepalived.conf 90',
    ]);
    expect(found(texts).map(({ related }) => related!.map(({ message }) => message))).toEqual([
      ['the priority of b: 90'],
      ['a tracks chk with weight -2'],
    ]);
    expect(fixesOf(texts)).toEqual(['* Use weight -11 for chk on a and b', 'Use weight -11 for chk on a and b']);
    expect(pairFindings(cured(texts)).findings).toEqual([]);
    expect(codes(pair(-10))).toEqual(['warning pair-weight-tie']);
    expect(codes(pair(-11))).toEqual([]);
  });

  test('the weight of the entry counts before that of the script, and is the one that is changed', () => {
    const texts = nodesOf(script('chk', -50) + config(tracked('chk weight -3')), backup());
    expect(found(texts).map(underlined)).toEqual(['-3', '90']);
    const file = cured(texts)['/ws/a/keepalived.conf']!;
    expect(file).toContain('chk weight -11\n');
    expect(file).toContain('weight -50\n');
  });

  test('a positive weight on both nodes is a bonus that both have until it is lost', () => {
    const texts = pair(2);
    expect(messages(texts)[0]).toMatch(
      /^chk fails on a, and its bonus of 2 is gone: 100 is still above 90 \+ 2 = 92 of b, .* Use a weight of -11 or lower on a and b/,
    );
    expect(codes(cured(texts))).toEqual([]);
    expect(codes(pair(11))).toEqual([]);
    expect(owners(pair(11), 'script:chk@a')[0]).toContain(': b ');
  });

  test('a weight that is low enough already stays', () => {
    const after = cured(pair(-2, -50));
    expect(after['/ws/a/keepalived.conf']).toContain('weight -11\n');
    expect(after['/ws/b/keepalived.conf']).toContain('weight -50\n');
  });

  test('a weight that counts the other way round is left alone', () => {
    const texts = nodesOf(
      script('chk', -2) + config(tracked('chk')),
      script('chk', '1 reverse') + backup(tracked('chk')),
    );
    expect(fixesOf(texts)[0]).toBe('* Use weight -12 for chk');
    expect(codes(cured(texts))).toEqual([]);
  });

  test('no weight is enough where the others have nopreempt', () => {
    const texts = pair(-2, -2, {}, { more: `nopreempt\n    ${track('script', 'chk')}` });
    expect(messages(texts)[0]).toMatch(/98 is still above 90 of b.* No weight is low enough: track chk without one/);
    expect(owners(cured(texts), 'script:chk@a')[0]).toContain(': b ');
  });

  test('several scripts: each failure counts alone', () => {
    const both = script('chk_a', -6) + script('chk_b', -6);
    const texts = nodesOf(both + config(tracked('chk_a', 'chk_b')), both + backup(tracked('chk_a', 'chk_b')));
    expect(messages(texts)).toHaveLength(2);
    expect(messages(texts)[0]).toContain('chk_a fails on a: 100 - 6 = 94 is still above 90 of b');
    expect(messages(texts)[0]).toContain('where the service is dead, unless chk_b fails too.');
    expect(owners(texts, 'script:chk_a@a')[0]).toBe('192.168.10.111: a');
    expect(owners(texts, 'script:chk_a@a,script:chk_b@a')[0]).toContain(': b ');
    const names = ['a', 'b', 'c', 'd', 'e'];
    const many = nodesOf(names.map((name) => script(name, -6)).join('') + config(tracked(...names)), backup());
    expect(messages(many)[0]).toContain('is dead, unless more of what it tracks fails too.');
    const weaker = script('chk_a', -6) + script('chk_b', -3);
    const never = nodesOf(weaker + config(tracked('chk_a', 'chk_b')), backup());
    expect(messages(never)[0]).toContain('where the service is dead. Use');
  });

  test('other bonuses count on both sides, and no priority goes beyond 254', () => {
    const scripts = script('chk', -2) + script('big', 60);
    const texts = nodesOf(scripts + config({ ...tracked('chk', 'big'), priority: 240 }), backup());
    expect(messages(texts)).toContainEqual(
      expect.stringContaining('chk fails on a: 240 + 60 - 2 = 254 (the highest there is) is still above 90 of b'),
    );
    expect(codes(cured(texts))).toEqual(['warning pair-weight-too-small']);
    expect(codes(cured(cured(texts)))).toEqual([]);
  });

  test('among three the highest of the others decides', () => {
    const check = script('chk', -15) + script('late', -5);
    const more = tracked('chk', 'late');
    const texts = nodesOf(check + config(more), backup({ priority: 80 }), backup({ priority: 90 }));
    expect(messages(texts)).toEqual([expect.stringContaining('late fails on a: 100 - 5 = 95 is still above 90 of c')]);
    expect(found(texts).map(({ place }) => place.file)).toEqual(['/ws/a/keepalived.conf', '/ws/c/keepalived.conf']);
  });

  test('processes and other interfaces count as scripts do', () => {
    const process = 'vrrp_track_process web {\n    process nginx\n    weight -2\n}\n';
    const a = { more: `${track('process', 'web')}\n    ${track('interface', 'eth1 weight -3')}` };
    expect(messages(nodesOf(process + config(a), backup()))).toEqual([
      expect.stringMatching(/^eth1 goes down on a: 100 - 3 = 97 is still above .* where the link is dead/),
      expect.stringMatching(/^web fails on a: 100 - 2 = 98 is still above .* where the service is dead/),
    ]);
  });

  test('a sync group lowers every instance of it', () => {
    const group = `vrrp_sync_group G {\n    group {\n        VI_1\n        VI_2\n    }\n    ${track('script', 'chk')}\n}\n`;
    const second = { name: 'VI_2', vrid: 52, address: '192.168.10.112' };
    const node = (write: typeof config): string => script('chk', -2) + write() + write(second) + group;
    const texts = nodesOf(node(config), node(backup));
    expect(messages(texts).map((message) => /192\.168\.10\.\d+/.exec(message)?.[0])).toEqual([
      '192.168.10.111',
      '192.168.10.112',
    ]);
    expect(owners(texts, 'script:chk@a').map((line) => line.slice(-3))).toEqual([': a', ': a']);
    expect(codes(cured(texts))).toEqual([]);
    for (const line of owners(cured(texts), 'script:chk@a')) expect(line).toContain(': b ');
  });

  test('in a master-master pair each group counts for itself', () => {
    const texts = exampleTexts('master-master');
    const checked = Object.fromEntries(
      Object.entries(texts).map(([file, text]) => [
        file,
        script('chk', -1) +
          text.replaceAll('    virtual_ipaddress', `    ${track('script', 'chk')}\n    virtual_ipaddress`),
      ]),
    );
    expect(codes(checked)).toEqual(['warning pair-weight-tie']);
    expect(messages(checked)).toEqual([
      expect.stringMatching(/^chk fails on ngx1: .* leaves 192\.168\.10\.111 where/),
      expect.stringMatching(/^chk fails on ngx2: .* leaves 192\.168\.10\.112 where/),
    ]);
    expect(codes(cured(checked))).toEqual([]);
  });

  test('nodes that share a file share the change', () => {
    const text = script('chk', -2) + config({ ...tracked('chk'), priority: '100\n    @b priority 90' });
    const files = memoryFiles({ '/ws/k.conf': text });
    const members = ['a', 'b'].map((name) => ({ name, node: toNode('/ws/k.conf', { files, configId: name }) }));
    const findings = checkCluster({ members, source: 'file' }, { version: '2.2.7' });
    const [finding] = findings.filter(({ code }) => code === 'pair-weight-too-small');
    expect(finding!.fixes).toMatchObject([{ title: 'Use weight -11 for chk on a and b', edits: [{ text: '-11' }] }]);
  });
});

describe('a script that ends keepalived itself', () => {
  const ending = (command: string): Texts =>
    nodesOf(script('chk', -2, command) + config(tracked('chk')), script('chk', -2, command) + backup(tracked('chk')));

  test.each([
    'pidof nginx || systemctl stop keepalived',
    'pidof nginx || service keepalived stop',
    'killall -0 nginx || killall keepalived',
  ])('%s', (command) => {
    expect(codes(ending(command))).toEqual(['information pair-weight-too-small']);
    expect(messages(ending(command))[0]).toContain(
      '98 is still above 90 of b; what moves 192.168.10.111 is that the script ends keepalived itself. Use a weight',
    );
  });

  test.each(['killall -0 keepalived', 'pkill -0 keepalived', 'systemctl stop nginx'])('not %s', (command) => {
    expect(codes(ending(command))).toEqual(['warning pair-weight-too-small']);
  });
});

describe('pair-weight-tie', () => {
  test('of equals the MASTER stays', () => {
    const texts = pair(10, 10);
    expect(messages(texts)).toEqual([
      'chk fails on a, and its bonus of 10 is gone: 100 is level with 90 + 10 = 100 of b, and of equals the MASTER stays ' +
        'MASTER, which leaves 192.168.10.111 where the service is dead. Use a weight of -11 or lower on a and b, or none (FAULT).',
    ]);
    expect(owners(texts, 'script:chk@a')).toEqual(['192.168.10.111: a']);
    expect(codes(cured(texts))).toEqual([]);
  });

  test('below 1 there is nothing: only FAULT is left', () => {
    const texts = pair(-120, -120, {}, { priority: 1 });
    expect(messages(texts)[0]).toMatch(
      /100 - 120 = 1 \(the lowest there is\) is level with 1 of b.* No weight is low enough: track chk without one \(FAULT\)\.$/,
    );
    expect(fixesOf(texts)[0]).toBe('* Use weight 0 for chk on a and b, so that its failure is a FAULT');
    expect(codes(cured(texts))).toEqual([]);
    expect(owners(cured(texts), 'script:chk@a')[0]).toContain(': b ');
  });

  test('is not cured by a weight where a bonus alone makes the node the higher one', () => {
    const texts = nodesOf(script('chk', 2) + config(tracked('chk')), backup({ priority: 100 }));
    expect(codes(texts)).toEqual(['warning pair-weight-tie']);
    expect(fixesOf(texts)).toEqual([]);
  });
});

describe('pair-weight-nopreempt', () => {
  const nopreempt = { state: 'BACKUP', more: `nopreempt\n    ${track('script', 'chk')}` };

  test('whoever is MASTER stays it', () => {
    const texts = pair(-20, -20, { ...nopreempt, priority: 100 }, { ...nopreempt, priority: 90 });
    expect(codes(texts)).toEqual(['warning pair-weight-nopreempt']);
    expect(messages(texts)).toEqual([
      'chk fails on a while it is MASTER: 100 - 20 = 80 is below 90 of b, but nopreempt keeps b from taking over, ' +
        'which leaves 192.168.10.111 where the service is dead. Track chk without a weight (FAULT), or do without nopreempt.',
      expect.stringContaining('chk fails on b while it is MASTER: 90 - 20 = 70 is below 100 of a, but nopreempt'),
    ]);
    expect(found(texts).map(underlined)).toEqual(['-20', 'nopreempt', '-20', 'nopreempt']);
    expect(owners(texts, 'script:chk@a')).toEqual(['192.168.10.111: a']);
    expect(owners(texts, 'down:a,up:a,script:chk@b')).toEqual(['192.168.10.111: b']);
    const fault = cured(texts, 'Use weight 0 for chk on a and b, so that its failure is a FAULT');
    expect(codes(fault)).toEqual([]);
    expect(owners(fault, 'script:chk@a')[0]).toContain(': b ');
    expect(owners(fault, 'down:a,up:a,script:chk@b')[0]).toContain(': a ');
  });

  test('on the higher node alone it still matters while the lower one is MASTER', () => {
    const texts = pair(-20, -20, { ...nopreempt, priority: 100 });
    expect(messages(texts)).toEqual([
      expect.stringMatching(/^chk fails on b while it is MASTER: 90 - 20 = 70 is below/),
    ]);
    expect(codes(cured(texts, 'Remove nopreempt from a'))).toEqual([]);
    expect(fixesOf(texts).some((title) => title.startsWith('*'))).toBe(false);
  });

  test('is silent where another node preempts, and where it is cleared', () => {
    const third = backup({ priority: 85 });
    const texts = pair(-20, -20, {}, { ...nopreempt, priority: 90 });
    expect(codes(texts)).toEqual(['warning pair-weight-nopreempt']);
    expect(codes({ ...texts, '/ws/c/keepalived.conf': third })).toEqual([]);
    expect(codes(pair(-20, -20, {}, { ...nopreempt, state: 'MASTER', priority: 90 }))).not.toContain(
      'warning pair-weight-nopreempt',
    );
  });
});

describe('is silent', () => {
  test.each<[string, Texts]>([
    ['where success is what lowers', pair('2 reverse')],
    ['where FAULT moves it', pair(0)],
    [
      'for the interface that carries the adverts',
      nodesOf(config({ more: `dont_track_primary\n    ${track('interface', 'eth0 weight -1')}` }), backup()),
    ],
    [
      'for a file, whose number decides',
      nodesOf(`track_file f {\n    file "/run/f"\n}\n${config({ more: track('file', 'f weight 1') })}`, backup()),
    ],
    ['for an address owner, whose weights are left out', pair(-2, -2, { priority: 255 })],
    ['where what is tracked is not defined', nodesOf(config(tracked('chk weight -2')), backup())],
    ['for a BACKUP', nodesOf(config(), script('chk', -2) + backup(tracked('chk')))],
    ['where a priority is not known', pair(-2, -2, { priority: '$P' })],
    ['where a weight is not known', pair('$W')],
  ])('%s', (_, texts) => {
    expect(found(texts)).toEqual([]);
  });

  test('where another instance of the sync group is in FAULT for it', () => {
    const second = { name: 'VI_2', vrid: 52, address: '192.168.10.112' };
    const group =
      'vrrp_sync_group G {\n    group {\n        VI_1\n        VI_2\n    }\n    sync_group_tracking_weight\n}\n';
    const node = (write: typeof config, more: string): string =>
      script('chk') + write(tracked('chk weight -2')) + write({ ...second, more }) + group;
    const texts = nodesOf(node(config, track('script', 'chk')), node(backup, track('script', 'chk')));
    expect(codes(texts)).toEqual([]);
    expect(owners(texts, 'script:chk@a')[0]).toContain(': b ');
  });

  test('where only a name is common', () => {
    const nodes = { a: { config: 'a/keepalived.conf' }, b: { config: 'b/keepalived.conf' } };
    const texts = pair(-2, -2, {}, { vrid: 61, address: '10.0.0.9' });
    const named = { ...texts, '/ws/keepalived-ha.json': JSON.stringify({ nodes }) };
    expect(pairFindings(named).findings.map(({ code }) => code)).toContain('pair-addresses-mismatch');
    expect(found(named)).toEqual([]);
  });
});

test('a weight that stands for a definition is left alone', () => {
  const texts = pair('$W');
  const defined = { ...texts, '/ws/a/keepalived.conf': `$W=-2\n${texts['/ws/a/keepalived.conf']}` };
  expect(codes(defined)).toEqual(['warning pair-weight-too-small']);
  expect(fixesOf(defined)).toEqual([]);
});

test('the election agrees: what is found stays, what is not found moves', () => {
  const node = fc.record({
    state: fc.constantFrom('MASTER', 'BACKUP'),
    priority: fc.integer({ min: 1, max: 254 }),
    nopreempt: fc.boolean(),
    weight: fc.oneof(fc.integer({ min: -253, max: 253 }), fc.integer({ min: -3, max: 3 })),
  });
  fc.assert(
    fc.property(fc.array(node, { minLength: 2, maxLength: 3 }), (nodes) => {
      const texts = nodesOf(
        ...nodes.map(({ state, priority, nopreempt, weight }) => {
          const more = `${nopreempt ? 'nopreempt' : ''}\n    ${track('script', 'chk')}`;
          return script('chk', weight) + config({ state, priority, more });
        }),
      );
      const [, master] = owners(texts)[0]!.split(': ');
      const stays = owners(texts, `script:chk@${master}`)[0]!.endsWith(`: ${master}`);
      const ofMaster = found(texts).filter(
        ({ place }) => place.file === `/ws/${master}/keepalived.conf` && place.item.text.includes('vrrp_script'),
      );
      expect(ofMaster).toHaveLength(stays ? 1 : 0);
    }),
    { numRuns: 300 },
  );
});
