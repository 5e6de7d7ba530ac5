import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { lint } from './lint.ts';
import { paintLines } from './tokenize.ts';

interface Snippet {
  prefix: string;
  description: string;
  body: string[];
}

const snippets = JSON.parse(readFileSync(new URL('../../snippets/keepalived.json', import.meta.url), 'utf8')) as Record<
  string,
  Snippet
>;

/** What the editor inserts when every placeholder keeps its default, or the first of its choices. */
function expand(name: string): string {
  return `${snippets[name]!.body.join('\n')}\n`
    .replaceAll('\t', '    ')
    .replace(/\$\{\d+:([^{}]*)\}/g, '$1')
    .replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1');
}

/** The value of `keyword` in each block where it stands, in order. */
function valuesOf(text: string, keyword: string): string[] {
  return [...text.matchAll(new RegExp(`^ *${keyword} (.*)$`, 'gm'))].map((match) => match[1]!);
}

describe.each(Object.keys(snippets))('%s', (name) => {
  test('expands to balanced, indented lines that the grammar knows', () => {
    let depth = 0;
    for (const line of expand(name).split('\n')) {
      if (line.endsWith('}')) depth -= 1;
      if (line !== '') expect(line).toMatch(new RegExp(`^ {${4 * depth}}\\S`));
      if (line.endsWith('{')) depth += 1;
    }
    expect(depth).toBe(0);
    expect(paintLines(expand(name)).join('\n')).not.toMatch(/\?\(|unclosed\(|use\(/);
  });

  test('asks for the same thing with the same default wherever it stands', () => {
    const placeholders = [...snippets[name]!.body.join('\n').matchAll(/\$\{(\d+)[:|]([^}]*)\}/g)];
    const defaults = new Map(placeholders.map((match) => [match[1], match[2]]));
    for (const [, number, value] of placeholders) expect(defaults.get(number)).toBe(value);
    const numbers = [...defaults.keys()].map(Number).sort((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  test('has a prefix of its own and a short description', () => {
    const { prefix, description } = snippets[name]!;
    expect(Object.values(snippets).filter((other) => other.prefix === prefix)).toHaveLength(1);
    expect(description.length).toBeLessThanOrEqual(80);
  });
});

describe('the two nodes of a pair', () => {
  test.each([
    ['Master-backup', ['MASTER'], ['100'], ['BACKUP'], ['90']],
    ['Master-master', ['MASTER', 'BACKUP'], ['100', '99'], ['BACKUP', 'MASTER'], ['99', '100']],
    ['Unicast pair', ['MASTER'], ['100'], ['BACKUP'], ['90']],
  ])('%s: mirrored', (name, statesA, prioritiesA, statesB, prioritiesB) => {
    const [a, b] = [expand(`${name}, node A`), expand(`${name}, node B`)];
    expect([valuesOf(a, 'state'), valuesOf(a, 'priority')]).toEqual([statesA, prioritiesA]);
    expect([valuesOf(b, 'state'), valuesOf(b, 'priority')]).toEqual([statesB, prioritiesB]);
    for (const keyword of ['virtual_router_id', 'advert_int', 'auth_type', 'auth_pass', 'vrrp_instance']) {
      expect(valuesOf(a, keyword)).toHaveLength(statesA.length);
      expect(valuesOf(b, keyword)).toEqual(valuesOf(a, keyword));
    }
    expect(valuesOf(a, 'router_id')).not.toEqual(valuesOf(b, 'router_id'));
  });

  test('Unicast pair: each names the other', () => {
    const [a, b] = [expand('Unicast pair, node A'), expand('Unicast pair, node B')];
    const peerOf = (text: string): string[] => [/unicast_peer \{\n +(.*)\n/.exec(text)![1]!];
    expect(peerOf(a)).toEqual(valuesOf(b, 'unicast_src_ip'));
    expect(peerOf(b)).toEqual(valuesOf(a, 'unicast_src_ip'));
  });
});

test('the health check is defined above its use, without weight, and has a user', () => {
  const text = expand('Health check for nginx');
  expect(text.indexOf('vrrp_script chk_nginx {')).toBeLessThan(text.indexOf('track_script {\n        chk_nginx\n'));
  expect(text).toContain('    enable_script_security\n    script_user root\n');
  expect(text).not.toContain('weight');
});

test('arguments of notify scripts stand inside the quotes', () => {
  const lines = expand('Notify scripts').trim().split('\n');
  expect(lines).toHaveLength(4);
  for (const line of lines) expect(line).toMatch(/^notify_(master|backup|fault|stop) "\/\S+ \w+"$/);
});

describe('nothing is found in', () => {
  const instance = (name: string, virtualRouterId: number, more = ''): string => `
vrrp_instance ${name} {
    state BACKUP
    interface eth0
    virtual_router_id ${virtualRouterId}
    priority 100
    virtual_ipaddress {
        192.168.10.${virtualRouterId}
    }
${more}}
`;
  const security = 'global_defs {\n    enable_script_security\n    script_user root\n}\n';

  /** What a snippet that is only a part of a configuration needs around it. */
  const completed: Record<string, (snippet: string) => string> = {
    'Notify scripts': (snippet) => security + instance('VI_1', 51, snippet),
    'Sync group': (snippet) => snippet + instance('VI_1', 51) + instance('VI_2', 52),
  };

  test.each(Object.keys(snippets))('%s', (name) => {
    const complete = completed[name] ?? ((snippet) => snippet);
    expect(lint({ '/a/keepalived.conf': complete(expand(name)) })).toEqual([]);
  });

  test.each(['Master-backup', 'Master-master', 'Unicast pair'])('%s, both nodes', (name) => {
    const texts = {
      '/a/keepalived.conf': expand(`${name}, node A`),
      '/b/keepalived.conf': expand(`${name}, node B`),
    };
    // Checks have snippets of their own: that there is none in these is what is said of them.
    expect(lint(texts).filter((finding) => !finding.includes('pair-unhealthy-blind'))).toEqual([]);
  });

  test('but in a snippet that somebody breaks', () => {
    const text = expand('Master-backup, node A').replace('priority 100', 'priority 1000');
    expect(lint({ '/a/keepalived.conf': text })).toHaveLength(1);
  });
});
