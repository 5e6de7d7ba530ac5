/** What a person reads before saying yes. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyPatch, parsePatch } from 'diff';
import fc from 'fast-check';
import pico from 'picocolors';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type FileChange, type Pair, type Plan, planText, readPair } from '../../deploy/src/index.ts';
import { makePlan, type Standing } from '../../deploy/src/makePlan.ts';
import { root } from '../../scripts/steps.ts';
import { hostileText } from './handMadeReport.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keepalived-ha-plan-'));
  cpSync(join(root, 'examples/master-master'), folder, { recursive: true });
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

function pairIn(where: string): Pair {
  const reading = readPair(join(where, 'keepalived-ha.json'));
  if ('problems' in reading) throw new Error(reading.problems.join());
  return reading.pair;
}

/** The hosts have what the pair says, but for `there`: contents by path, null where there is no such file. */
function planFor(
  pair: Pair,
  there: Readonly<Record<string, string | Buffer | null>> = {},
  more: Partial<Standing> = {},
): Plan {
  const running = { known: true, active: true, enabled: true };
  const standings = [...pair.placements].map(([node, placements]): [string, Standing] => [
    node,
    {
      missingPackages: [],
      services: new Map(pair.inventory.services.map((service) => [service, running])),
      files: placements.map(({ target, content }) => {
        const other = there[`${node}:${target}`];
        if (other === null) return { path: target };
        return { path: target, mode: '644', content: other === undefined ? content : Buffer.from(other) };
      }),
      owned: [],
      ...more,
    },
  ]);
  return makePlan(pair, new Map(standings));
}

const TARGET = '/etc/keepalived/keepalived.conf';
const contentOf = (pair: Pair, node: string): string => pair.placements.get(node)![0]!.content.toString('utf8');

/** The first of its diffs. */
const diffIn = (text: string): string => `${text.split('\n\n').find((part) => part.startsWith('---'))}\n`;

describe('a plan', () => {
  test('without changes says that there is nothing to do', () => {
    const pair = pairIn(folder);
    expect(planText(pair, planFor(pair))).toBe('Nothing to do: the hosts are already as they should be.\n');
  });

  test('has what happens on each host, and in which order', () => {
    const pair = pairIn(folder);
    const services = new Map([
      ['nginx', { known: true, active: false, enabled: true }],
      ['keepalived', { known: true, active: false, enabled: false }],
    ]);
    const plan = planFor(pair, { [`ngx1:${TARGET}`]: null }, { missingPackages: ['nginx'], services });
    const lines = planText(pair, plan).split('\n');
    expect(lines.filter((line) => /^\S/.test(line) && !/^[-+@ ]/.test(line))).toEqual([
      'ngx1 (root@192.168.10.11)',
      'ngx2 (root@192.168.10.12)',
      'Order',
    ]);
    expect(lines.slice(0, 10)).toEqual([
      'ngx1 (root@192.168.10.11)',
      '  install nginx',
      '  start nginx: it is not active',
      '  enable keepalived: so that it starts with the host',
      '  start keepalived: it is not active',
      `  ${TARGET}: new`,
      '',
      '--- /dev/null',
      '+++ ngx1/keepalived.conf',
      expect.stringMatching(/^@@ -0,0 \+1,\d+ @@$/),
    ]);
    expect(lines.slice(lines.indexOf('Order') + 1, -1)).toEqual(
      plan.order.map((sentence, i) => `  ${i + 1}. ${sentence}`),
    );
  });

  test('says of a host that stays as it is that there is nothing to do', () => {
    const pair = pairIn(folder);
    const text = planText(pair, planFor(pair, { [`ngx2:${TARGET}`]: 'other\n' }));
    expect(text).toContain('ngx1 (root@192.168.10.11): nothing to do\n');
  });

  test('has colours where they are wanted', () => {
    const pair = pairIn(folder);
    const plan = planFor(pair, { [`ngx1:${TARGET}`]: 'other\n' });
    const text = planText(pair, plan, pico.createColors(true));
    expect(text).toContain('\x1b[31m-other\x1b[39m\n');
    expect(text).toContain('\x1b[32m+global_defs {\x1b[39m\n');
    expect(text.replaceAll(/\x1b\[\d+m/g, '')).toBe(planText(pair, plan));
  });
});

describe('a file', () => {
  test('is a unified diff that patch understands', () => {
    const pair = pairIn(folder);
    const after = contentOf(pair, 'ngx1');
    const before = after.replace('priority 100', 'priority 90').replaceAll('1111', 'none').replace(/\n$/, '');
    const text = diffIn(planText({ ...pair, secrets: [] }, planFor(pair, { [`ngx1:${TARGET}`]: before })));
    expect(text).toMatch(new RegExp(`^--- ngx1:${TARGET}\n\\+\\+\\+ ngx1/keepalived.conf\n@@ `));
    expect(text).toContain('\n-    priority 90\n+    priority 100\n');
    expect(text).toContain('\n\\ No newline at end of file\n');
    const [patch] = parsePatch(text.replace(/ {2}\(auth_pass changes\)/g, ''));
    const hidden = (content: string): string => content.replaceAll(/(auth_pass )\S+/g, '$1****');
    expect(applyPatch(hidden(before), patch!)).toBe(hidden(after));
  });

  test('shows no secret, neither ours nor that of the host, and says where nothing else changes', () => {
    const pair = pairIn(folder);
    const after = contentOf(pair, 'ngx1');
    const text = planText(
      pair,
      planFor(pair, { [`ngx1:${TARGET}`]: after.replaceAll('auth_pass 1111', 'auth_pass "old secret"') }),
    );
    const own = diffIn(text)
      .split('\n')
      .filter((line) => /^[-+]\s/.test(line));
    expect(own).toEqual([
      ...['-        auth_pass ******', '+        auth_pass ****'],
      ...['-        auth_pass ******', '+        auth_pass ****'],
    ]);
    expect(text).not.toMatch(/1111|old secret/);

    const other = planText(
      pair,
      planFor(pair, { [`ngx1:${TARGET}`]: after.replaceAll('auth_pass 1111', 'auth_pass 2222') }),
    );
    expect(other).not.toMatch(/1111|2222/);
    expect(diffIn(other).match(/^\+ {8}auth_pass \*{4} {2}\(auth_pass changes\)$/gm)).toHaveLength(2);
  });

  test('shows no secret that another file of the node defines', () => {
    const config = join(folder, 'ngx1/keepalived.conf');
    writeFileSync(join(folder, 'ngx1/index.html'), '$PASS=n3wsecret\n');
    writeFileSync(config, contentOf(pairIn(folder), 'ngx1').replaceAll('auth_pass 1111', 'auth_pass $PASS'));
    const pair = pairIn(folder);
    const text = planText(pair, planFor(pair, { 'ngx1:/usr/share/nginx/html/index.html': '$PASS=0ldsecret\n' }));
    expect(pair.secrets).toContain('n3wsecret');
    expect(diffIn(text)).toContain('-$PASS=****\n+$PASS=****  (the secret changes)\n');
    expect(text).not.toMatch(/n3wsecret|0ldsecret/);
  });

  test('says what becomes of its mode', () => {
    const pair = pairIn(folder);
    const plan = planFor(pair);
    const of = (change: Omit<FileChange, 'target' | 'isConfig'>): string => {
      const files = [{ target: '/usr/local/bin/check', source: join(folder, 'check'), isConfig: false, ...change }];
      const [node] = plan.nodes as [Plan['nodes'][number]];
      return planText(pair, { nodes: [{ ...node, files }], order: [], isEmpty: false });
    };
    const modes = { before: '644', after: '755' };
    const [a, b] = [Buffer.from('a\n'), Buffer.from('b\n')];
    expect(of({ before: a, after: a, mode: '755', modes })).toContain('  /usr/local/bin/check: mode 644 becomes 755\n');
    expect(of({ before: a, after: b, mode: '755', modes })).toContain(
      'check: changes, mode 644 becomes 755\n\n--- ngx1:',
    );
    expect(of({ after: b, mode: '755' })).toContain(
      '  /usr/local/bin/check: new, mode 755\n\n--- /dev/null\n+++ check\n',
    );
    expect(of({ before: a })).toContain(
      '  /usr/local/bin/check: is removed\n\n--- ngx1:/usr/local/bin/check\n+++ /dev/null\n',
    );
  });

  test.each([
    ['that is no text', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0]), '5 bytes become'],
    ['in another encoding', Buffer.from('caf\xe9\n', 'latin1'), '5 bytes become'],
    ['of too many lines', Buffer.from(Array.from({ length: 3000 }, (_, i) => `${i}\n`).join('')), '13890 bytes become'],
  ])('%s is named with its size only', (_, before, size) => {
    const pair = pairIn(folder);
    const text = planText(pair, planFor(pair, { [`ngx1:${TARGET}`]: before }));
    expect(text).toContain(`  ${TARGET}: changes, ${size} ${contentOf(pair, 'ngx1').length}\n`);
    expect(text).not.toContain('@@');
  });

  test('of the backup says that it is', () => {
    const pair = pairIn(folder);
    const plan = planFor(pair, { [`ngx1:${TARGET}`]: 'other\n' });
    const nodes = plan.nodes.map((node) => ({ ...node, files: node.files.map(({ source: _, ...file }) => file) }));
    expect(planText(pair, { ...plan, nodes })).toContain(`\n+++ ngx1:${TARGET} (its backup)\n`);
  });
});

test('a terminal obeys nothing of what hosts hold, and every line of a diff is one', () => {
  const pair = pairIn(folder);
  fc.assert(
    fc.property(fc.array(hostileText), hostileText, (lines, why) => {
      const plan = planFor(pair, { [`ngx1:${TARGET}`]: lines.join('\n') });
      const services = [{ name: 'nginx', action: 'start' as const, why }];
      const text = planText(pair, {
        ...plan,
        nodes: plan.nodes.map((node) => ({ ...node, services })),
        isEmpty: false,
      });
      expect(text.replaceAll('\n', '')).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
      for (const line of text.split('\n')) expect(line).toMatch(/^(?:[-+ @\\]|ngx|Order|$)/);
    }),
  );
});
