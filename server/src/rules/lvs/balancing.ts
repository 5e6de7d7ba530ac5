/** What keepalived makes of a virtual server once everything is read (check_data.c, validate_check_config). */
import { catalogue, report } from '../../model/catalogue.ts';
import { type Directive, headerOf, isOpaque, placeOf } from '../../model/directive.ts';
import type { Finding, Fix } from '../../model/finding.ts';
import { named, type Setting } from '../../model/settings.ts';
import { readInteger } from '../../model/values.ts';
import { removeStatement } from '../edits.ts';
import { isMark, type ServerGroup } from './groups.ts';
import { isMistyped } from './mistyped.ts';
import type { VirtualServer } from './servers.ts';

export const BALANCING_CODES = catalogue('keepalived', {
  'protocol-default': ['warning', 'A virtual server names no protocol: UDP is used.'],
  'scheduler-default': ['warning', 'A virtual server names no scheduler: wlc is used.'],
  'forwarding-default': ['warning', 'A virtual server names no forwarding method: NAT is used.'],
  'protocol-ignored': ['warning', 'A virtual server for a firewall mark names a protocol: it is ignored.'],
  'one-packet-protocol': ['warning', 'One-packet scheduling with another protocol than UDP: it is switched off.'],
  'ha-suspend-mark': ['warning', 'ha_suspend for a firewall mark: it is cleared.'],
  'persistence-forced': ['warning', 'A virtual server serves all ports: persistence is switched on.'],
});

/** The groups that a virtual server may name; none of a name where it is not there. */
export type FindGroup = (name: string) => ServerGroup | undefined;

/** By what a virtual server is found, and whether that is addresses, marks, or both. */
export interface Served {
  readonly addresses: boolean;
  readonly marks: boolean;
  readonly group?: ServerGroup;
}

/** Undefined where nobody can say, or where the group is not there and keepalived drops the virtual server. */
export function servedBy({ service, family }: VirtualServer, find: FindGroup): Served | undefined {
  if (service.by === 'address') return { addresses: true, marks: false };
  if (service.by === 'mark') return { addresses: false, marks: true };
  const group = service.by === 'group' ? find(service.name) : undefined;
  if (!group || group.opaque || (family && [...group.families].some((other) => other !== family))) return undefined;
  return { addresses: !group.entries.every(isMark), marks: group.entries.some(isMark), group };
}

/** What follows from the protocol, the scheduler and the kind of service. */
export function balancing(server: VirtualServer, served: Served): Finding[] {
  const { setting, unclear } = server;
  const { children } = setting;
  const header = headerOf(setting.directive);
  const protocol = readProtocol(children);
  const findings = [...persistence(server, served)];
  const suspended = named(children, 'ha_suspend')[0];
  if (suspended && served.marks) {
    const message = '`ha_suspend` follows addresses, and a firewall mark has none: keepalived clears it.';
    const fixes = removeStatement(suspended.directive, 'Remove ha_suspend');
    findings.push(report(BALANCING_CODES['ha-suspend-mark'], headerOf(suspended.directive), message, { fixes }));
  }
  if (served.addresses && !protocol && !unclear && !isMistyped(children, 'protocol')) {
    const message = 'This virtual server names no `protocol`: keepalived uses UDP. Write it, for TCP above all.';
    findings.push(
      report(BALANCING_CODES['protocol-default'], header, message, { fixes: addition(setting, 'protocol TCP') }),
    );
  }
  const ops = named(children, 'ops')[0];
  if (ops && served.addresses && protocol && protocol.is !== 'UDP' && protocol.is !== 'unknown') {
    const message = `One-packet scheduling is for UDP, and this virtual server is ${protocol.is}: keepalived switches it off.`;
    const fixes = removeStatement(ops.directive, 'Remove ops');
    findings.push(report(BALANCING_CODES['one-packet-protocol'], headerOf(ops.directive), message, { fixes }));
  }
  if (protocol && !served.addresses) {
    const message = 'A firewall mark stands for packets of every protocol: keepalived ignores `protocol`.';
    const fixes = removeStatement(protocol.directive, 'Remove protocol');
    findings.push(report(BALANCING_CODES['protocol-ignored'], headerOf(protocol.directive), message, { fixes }));
  }
  if (
    server.scheduler === undefined &&
    !unclear &&
    !isMistyped(children, 'lb_algo') &&
    !isMistyped(children, 'lvs_sched')
  ) {
    const message = 'This virtual server names no scheduler: keepalived uses wlc. Write `lb_algo`.';
    findings.push(
      report(BALANCING_CODES['scheduler-default'], header, message, { fixes: addition(setting, 'lb_algo wlc') }),
    );
  }
  const undecided = [...server.realServers, ...(server.sorryServer ? [server.sorryServer] : [])].some(
    ({ method }) => method === undefined,
  );
  if (
    undecided &&
    !server.method &&
    !unclear &&
    !isMistyped(children, 'lb_kind') &&
    !isMistyped(children, 'lvs_method')
  ) {
    const message = 'This virtual server names no forwarding method: keepalived uses NAT. Write `lb_kind`.';
    findings.push(
      report(BALANCING_CODES['forwarding-default'], header, message, { fixes: addition(setting, 'lb_kind NAT') }),
    );
  }
  return findings;
}

/** The last protocol that keepalived takes. */
function readProtocol(children: readonly Setting[]): { is: string; directive: Directive } | undefined {
  let protocol: { is: string; directive: Directive } | undefined;
  for (const { directive } of named(children, 'protocol')) {
    const word = directive.words[1];
    if (!word) continue;
    const is = isOpaque(word) ? 'unknown' : word.text.toUpperCase();
    if (['TCP', 'UDP', 'SCTP', 'unknown'].includes(is)) protocol = { is, directive };
  }
  return protocol;
}

/** Without persistence the kernel takes no service for all ports at once. */
function persistence({ setting, service, persistent, unclear }: VirtualServer, { group }: Served): Finding[] {
  if (persistent || unclear || isMistyped(setting.children, 'persistence_timeout')) return [];
  const open = group?.entries.find(({ port }) => port === 0);
  if (!open && !(service.by === 'address' && service.endpoint.port === 0)) return [];
  const message = `${open ? 'An entry of its group' : 'This virtual server'} has no port and so serves them all, which goes with persistence only: keepalived sets \`persistence_timeout 360\`.`;
  const related = open ? [{ place: headerOf(open.directive), message: 'the entry without a port' }] : [];
  const fixes = addition(setting, 'persistence_timeout 360');
  return [report(BALANCING_CODES['persistence-forced'], headerOf(setting.directive), message, { related, fixes })];
}

/** A fix that writes a statement as the first of a block. */
function addition({ directive, children }: Setting, text: string): Fix[] {
  const first = children[0]?.directive;
  if (!directive.block || !first || first.file !== directive.file || first.item !== directive.item) return [];
  const { start } = first.words[0];
  const lineStart = first.item.text.lastIndexOf('\n', start - 1) + 1;
  const indent = first.item.text.slice(lineStart, start);
  if (indent.trim()) return [];
  const place = placeOf(first, { start, end: start });
  return [{ title: `Add ${text}`, edits: [{ place, text: `${text}\n${indent}` }] }];
}

/** The weight of a block, `undefined` where a definition hides it. */
export function weightOf(children: readonly Setting[], min: 0 | 1, fallback: number | undefined): number | undefined {
  let weight = fallback;
  for (const { directive } of named(children, 'weight')) {
    const word = directive.words[1];
    if (!word) continue;
    weight = isOpaque(word) ? undefined : (readInteger(word.text, min, 2_147_483_647) ?? weight);
  }
  return weight;
}
