// Configurations for variants: the examples with a change, or instances from scratch.
import { readFileSync } from 'node:fs';
import { failureFile, valueFile } from '../actions.ts';
import type { Configs } from '../variant.ts';

type Node = 'ngx1' | 'ngx2' | 'ngx3';
export type Edit = readonly [from: string, to: string];

const example = (name: string): Configs =>
  Object.fromEntries(
    ['ngx1', 'ngx2'].map((node) => [
      node,
      readFileSync(new URL(`../../../examples/${name}/${node}/keepalived.conf`, import.meta.url), 'utf8'),
    ]),
  );

/** 192.168.10.111 on ngx1 (VI_1, 100 against 99), 192.168.10.112 on ngx2 (VI_2, 99 against 100). */
export const masterMaster = example('master-master');
/** 192.168.10.111 on ngx1 (VI_1, 100 against 90). */
export const masterBackup = example('master-backup');

/** The first place of each text is replaced; one that is not there is a mistake of the variant. */
export function edited(text: string, ...edits: readonly Edit[]): string {
  return edits.reduce((result, [from, to]) => {
    if (!result.includes(from)) throw new Error(`there is no "${from}" to replace`);
    return result.replace(from, () => to);
  }, text);
}

/** Nodes with changes to some of them. */
export const changed = (configs: Configs, changes: Partial<Record<Node, readonly Edit[]>>): Configs =>
  Object.fromEntries(
    Object.entries(configs).map(([name, text]) => [name, edited(text, ...(changes[name as Node] ?? []))]),
  );

/** The same changes on both nodes. */
export const both = (configs: Configs, ...edits: readonly Edit[]): Configs =>
  changed(configs, { ngx1: edits, ngx2: edits });

/** Further lines for the first instance of a file. */
export const plus = (...lines: readonly string[]): Edit => ['advert_int 1', ['advert_int 1', ...lines].join('\n    ')];
/** What stands before the first instance. */
export const before = (...lines: readonly string[]): Edit => [
  'vrrp_instance VI_1',
  [...lines, '', 'vrrp_instance VI_1'].join('\n'),
];
/** Further global settings. */
export const globally = (...lines: readonly string[]): Edit => [
  'global_defs {',
  ['global_defs {', ...lines].join('\n    '),
];

export const priority = (from: number, to: number): Edit => [`priority ${from}`, `priority ${to}`];
export const toBackup: Edit = ['state MASTER', 'state BACKUP'];
export const toMaster: Edit = ['state BACKUP', 'state MASTER'];

/** A check that `script:NAME@NODE` makes fail; it runs each second where nothing else is said. */
export const check = (name: string, ...lines: readonly string[]): string =>
  block(
    `vrrp_script ${name}`,
    `script "/usr/bin/test ! -e ${failureFile(name)}"`,
    'user root',
    ...(lines.some((line) => line.startsWith('interval ')) ? lines : ['interval 1', ...lines]),
  );

/** A file that `file:NAME@NODE` gives the value 1, which is a failure where its weight is 0 or less. */
export const tracked = (name: string, ...lines: readonly string[]): string =>
  block(`track_file ${name}`, `file ${valueFile(name)}`, ...lines);

export const block = (header: string, ...lines: readonly string[]): string =>
  [`${header} {`, ...lines.flatMap((line) => line.split('\n')).map((line) => `    ${line}`), '}'].join('\n');

export interface Instance {
  readonly name?: string;
  readonly state?: 'MASTER' | 'BACKUP';
  readonly device?: string;
  readonly vrid?: number;
  readonly priority: number;
  readonly addresses?: readonly string[];
  /** Further lines. */
  readonly more?: readonly string[];
}

export const instance = ({
  name = 'VI_1',
  state = 'BACKUP',
  device = 'ens33',
  vrid = 51,
  priority: base,
  addresses = ['192.168.10.111'],
  more = [],
}: Instance): string =>
  block(
    `vrrp_instance ${name}`,
    `state ${state}`,
    `interface ${device}`,
    `virtual_router_id ${vrid}`,
    `priority ${base}`,
    'advert_int 1',
    ...more,
    block('virtual_ipaddress', ...addresses),
  );

export const config = (...blocks: readonly string[]): string => `${blocks.join('\n\n')}\n`;
