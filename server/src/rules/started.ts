/** An instance with all that decides over it: what several rules ask for. */

import type { CatalogueEntry } from '../model/catalogue.ts';
import { report } from '../model/catalogue.ts';
import { type Directive, headerOf, isOpaque } from '../model/directive.ts';
import type { Finding, Fix } from '../model/finding.ts';
import type { Globals, Node, VrrpInstance } from '../model/node.ts';
import { editDistance, named, type Setting } from '../model/settings.ts';
import type { Version } from '../schema/index.ts';
import { removeStatement } from './edits.ts';
import { hasOpaqueEntries } from './entries.ts';
import { type Families, familiesOf } from './families.ts';
import { liveBlocks } from './names.ts';

/** The priority of the node that owns the addresses (RFC 5798 section 5.2.4). */
export const OWNER = 255;
/** Statements that make keepalived look for unicast peers. */
export const UNICAST_KEYWORDS = [
  'unicast_peer',
  'unicast_src_ip',
  'unicast_fault_no_peer',
  'check_unicast_src',
  'old_unicast_checksum',
];

/** An instance with all that decides over it. */
export interface Started {
  readonly instance: VrrpInstance;
  readonly globals: Globals;
  readonly version: Version;
  readonly children: readonly Setting[];
  readonly families: Families;
  readonly vrrpVersion: 2 | 3;
  readonly strict: boolean;
  /** As written: the last word that counts. */
  readonly state?: { readonly is: 'MASTER' | 'BACKUP'; readonly directive: Directive };
  /** Undefined where it is written with a definition that is not known. */
  readonly priority: number | undefined;
  readonly unicast: boolean;
}

/** An instance under examination: checks add what they find. */
export interface Examined extends Started {
  readonly findings: Finding[];
}

export type InstanceCheck = (instance: Examined) => void;

/** Instances that keepalived keeps, with what they start as. */
export function startedInstances(node: Node, version: Version): Started[] {
  const live = new Set(liveBlocks(node, 'vrrp_instance'));
  return node.instances
    .filter(({ setting }) => live.has(setting))
    .map((instance) => startedOf(instance, node.globals, version));
}

const kept = new WeakMap<VrrpInstance, Started>();

/** Depends on the instance's block and the global settings only, and is kept as long as those stay the same. */
function startedOf(instance: VrrpInstance, globals: Globals, version: Version): Started {
  const known = kept.get(instance);
  if (known?.globals === globals && known.version === version) return known;
  const started = start(instance, globals, version);
  kept.set(instance, started);
  return started;
}

function start(instance: VrrpInstance, globals: Globals, version: Version): Started {
  const { children } = instance.setting;
  const families = familiesOf(instance.setting, version);
  const state = readState(children);
  const strict = instance.strict?.value ?? globals.strict?.value ?? false;
  const written = named(children, 'priority').at(-1)?.directive;
  const opaque =
    written?.words.some(isOpaque) || named(children, 'state').some(({ directive }) => directive.words.some(isOpaque));
  const globalVersion = (globals.version?.value ?? 2) as 2 | 3;
  return {
    instance,
    globals,
    version,
    children,
    families,
    vrrpVersion: families.version ?? (families.family === 6 ? 3 : globalVersion),
    strict,
    ...(state && { state }),
    priority: opaque ? undefined : (instance.priority?.value ?? (state?.is === 'MASTER' ? OWNER : 100)),
    unicast: families.peers.size > 0 || hasOpaqueEntries(children, 'unicast_peer'),
  };
}

/** A BACKUP after a MASTER is ignored. */
function readState(children: readonly Setting[]): Started['state'] {
  let state: Started['state'];
  for (const { directive } of named(children, 'state')) {
    const word = directive.words[1];
    if (!word || isOpaque(word) || (word.text === 'BACKUP' && state?.is === 'MASTER')) continue;
    state = { is: word.text === 'MASTER' ? 'MASTER' : 'BACKUP', directive };
  }
  return state;
}

/** Whether a statement is there, or was probably meant: a mistyped one has a finding of its own. */
export const isThere = (children: readonly Setting[], name: string): boolean =>
  children.some(({ keyword, directive }) =>
    keyword ? keyword.name === name : editDistance(directive.words[0].text, name) <= 2,
  );

/** Says something at the last statement of this name. */
export function tell(
  { children, findings }: Examined,
  entry: CatalogueEntry,
  name: string,
  message: string,
  fixes?: (directive: Directive) => readonly Fix[],
): void {
  const directive = named(children, name).at(-1)?.directive;
  if (!directive) return;
  const offered = fixes?.(directive) ?? [];
  findings.push(report(entry, headerOf(directive), message, offered.length ? { fixes: offered } : {}));
}

/** A fix that takes the statement away. */
export const remove = (title: string) => (directive: Directive) => removeStatement(directive, title);
