// A pair for the preflight, and hosts as they were recorded.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { HostFacts } from '../../../deploy/src/host/facts.ts';
import { parseFacts } from '../../../deploy/src/host/factsText.ts';
import { type Pair, readPair } from '../../../deploy/src/pair.ts';
import { preflight } from '../../../deploy/src/preflight/preflight.ts';

export interface PairChanges {
  /** Of both configurations. */
  readonly config?: (text: string, node: 'ngx1' | 'ngx2') => string;
  /** Of both nodes in keepalived-ha.json, and what stands beside them. */
  readonly node?: Readonly<Record<string, unknown>>;
  readonly inventory?: Readonly<Record<string, unknown>>;
  /** Further files beside keepalived-ha.json. */
  readonly files?: Readonly<Record<string, string>>;
}

const configOf = (node: 'ngx1' | 'ngx2'): string => `global_defs {
    router_id ${node}
    enable_script_security
    script_user root
}

vrrp_script chk_nginx {
    script "/etc/keepalived/check_nginx.sh"
    interval 2
    weight -20
}

vrrp_instance VI_1 {
    state BACKUP
    interface ens33
    virtual_router_id 51
    priority ${node === 'ngx1' ? 100 : 90}
    advert_int 1
    virtual_ipaddress {
        192.168.10.111/24
    }
    track_script {
        chk_nginx
    }
}
`;

/** Two nodes with a script that is already there. */
export function pairWith({ config = (text) => text, node, inventory, files = {} }: PairChanges = {}): Pair {
  const folder = mkdtempSync(join(tmpdir(), 'keepalived-ha-preflight-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const name of ['ngx1', 'ngx2'] as const) write(`${name}/keepalived.conf`, config(configOf(name), name));
  for (const [path, text] of Object.entries(files)) write(path, text);
  const nodes = {
    ngx1: { config: 'ngx1/keepalived.conf', host: 'root@192.168.10.11', ...node },
    ngx2: { config: 'ngx2/keepalived.conf', host: 'root@192.168.10.12', ...node },
  };
  const packages = ['nginx', 'keepalived'];
  write('keepalived-ha.json', JSON.stringify({ nodes, packages, services: packages, ...inventory }));
  const reading = readPair(join(folder, 'keepalived-ha.json'));
  if ('problems' in reading) throw new Error(reading.problems.join('\n'));
  return reading.pair;
}

export type Recorded = 'debian' | 'rocky' | 'opensuse' | 'alpine';

const MARK = '@@';
const recorded = (name: Recorded): string => readFileSync(new URL(`facts/${name}.txt`, import.meta.url), 'utf8');

/** Of ngx1. */
export const factsOf = (name: Recorded, change: (text: string) => string = (text) => text): HostFacts =>
  parseFacts(change(recorded(name)), MARK);

/** What ngx2 says where ngx1 says that. */
const asOther = (text: string): string =>
  text
    .replaceAll('ngx1', 'ngx2')
    .replaceAll('192.168.10.11/', '192.168.10.12/')
    .replaceAll(/((?:02:00:00:00|00:0c:29:7d|52:54:00:12):[12]0):11/g, '$1:12');

/** Sets the text of one section. */
export const withSection =
  (head: string, body: string) =>
  (text: string): string => {
    const sections = `\n${text}`.split(`\n${MARK} `);
    const kept = sections.filter((section) => section !== '' && section.split('\n')[0] !== head);
    return [...kept, `${head}\n${body}\n`].map((section) => `${MARK} ${section}`).join('\n');
  };

/** What is found where both hosts are as recorded, but for the changes to ngx1: `error script: …`. */
export function found(
  pair: Pair,
  change: (text: string) => string = (text) => text,
  name: Recorded = 'debian',
): string[] {
  const facts = new Map([
    ['ngx1', factsOf(name, change)],
    ['ngx2', factsOf(name, asOther)],
  ]);
  return preflight(pair, facts)
    .filter(({ node }) => node !== 'ngx2')
    .map(({ severity, name: what, message }) => `${severity} ${what}: ${message}`);
}

/** Of what a host has answered. */
export type Change = (text: string) => string;

/** Fails where there is nothing to change. */
export const swap =
  (from: string | RegExp, to: string): Change =>
  (text) => {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`nothing to change: ${from}`);
    return changed;
  };

/** Each finding as the words that it has to have. */
export function expectFound(findings: readonly string[], wanted: readonly (readonly string[])[]): void {
  expect(findings).toEqual(wanted.map(() => expect.any(String)));
  for (const [i, words] of wanted.entries()) for (const word of words) expect(findings[i]).toContain(word);
}
