/** Where a checker connects to, and from where (check_api.c, the co_ handlers and check_conn_opts). */
import { catalogue, report } from '../../model/catalogue.ts';
import { headerOf, isOpaque, placeOf } from '../../model/directive.ts';
import { type Endpoint, readEndpoint } from '../../model/endpoint.ts';
import type { Finding } from '../../model/finding.ts';
import { named, type Setting } from '../../model/settings.ts';
import { compareVersions, type Version } from '../../schema/index.ts';
import { endOf } from '../scripts.ts';
import { misfit } from '../values.ts';
import { isLinkLocal } from './networks.ts';

export const CONNECTION_CODES = catalogue('keepalived', {
  'checker-family': ['error', 'connect_ip and bindto of a checker have different families: the later is ignored.'],
  'checker-link-local': ['error', 'A checker connects to a link-local address without bind_if: it is dropped.'],
});

type Target = Pick<Endpoint, 'family' | 'canonical'>;
/** `none`: nothing that counts is set; `unknown`: a definition hides it. */
export type Side = Target | 'none' | 'unknown';

const familyOf = (side: Side): 4 | 6 | undefined => (typeof side === 'object' ? side.family : undefined);

export interface Connection {
  readonly target: Side;
  readonly findings: Finding[];
}

/** Reads the statements of a checker, which begins with this target. */
export function readConnection({ children }: Setting, start: Side): Connection {
  const findings: Finding[] = [];
  let target = start;
  let source: Side = 'none';
  for (const { directive, keyword } of named(children, 'connect_ip', 'bindto')) {
    const word = directive.words[1];
    if (!word) continue;
    const read: Side = isOpaque(word) ? 'unknown' : (readEndpoint(word.text, undefined) ?? 'none');
    const isTarget = keyword!.name === 'connect_ip';
    const own = familyOf(read);
    const other: 4 | 6 | undefined = familyOf(isTarget ? source : target);
    const differs: boolean = own !== undefined && other !== undefined && own !== other;
    if (differs) {
      const message = isTarget
        ? `\`connect_ip\` is IPv${own} and \`bindto\` IPv${other}: keepalived has no address to connect to, and the check fails.`
        : `\`bindto\` is IPv${own}, but the checker connects over IPv${other}: keepalived ignores \`bindto\`.`;
      findings.push(report(CONNECTION_CODES['checker-family'], placeOf(directive, word), message));
    }
    const side: Side = differs ? 'none' : read;
    if (isTarget) target = side;
    else source = side;
  }
  return { target, findings };
}

/** A link-local address that no interface belongs to: keepalived notices it at the end of the block. */
export function linkLocal(block: Setting, target: Side): Finding | undefined {
  if (typeof target !== 'object' || !isLinkLocal(target)) return undefined;
  const bound = named(block.children, 'bind_if').some(({ directive }) => {
    const word = directive.words[1];
    return word && (isOpaque(word) || !misfit(word.text, { kind: 'interface' }, '2.2.7'));
  });
  if (bound) return undefined;
  const message = `A link-local address needs an interface: keepalived drops this check. Add \`bind_if\` and a name.`;
  const related = [{ place: headerOf(block.directive), message: 'the check begins here' }];
  return report(CONNECTION_CODES['checker-link-local'], endOf(block), message, { related });
}

/** Statements that make a connection of the SMTP_CHECK itself, beside those of its hosts. */
const CONNECTS = ['connect_ip', 'connect_port', 'bindto', 'bind_port', 'bind_if', 'fwmark', 'connect_timeout'];
/** Since this release what stands in a block `host` acts on the SMTP_CHECK around it. */
const HOSTS_ACT_OUTSIDE_SINCE = '2.2.8';

/** SMTP_CHECK knows no target before its end; old ones have blocks `host` with targets of their own. */
export function smtpConnection(check: Setting, server: Side, version: Version): { findings: Finding[]; kept: boolean } {
  const hosts = named(check.children, 'host').filter(({ directive }) => directive.block);
  const outside = compareVersions(version, HOSTS_ACT_OUTSIDE_SINCE) >= 0;
  const own = outside
    ? { ...check, children: check.children.flatMap((child) => (hosts.includes(child) ? child.children : [child])) }
    : check;
  const { target, findings } = readConnection(own, 'none');
  let used = 0;
  for (const host of hosts) {
    const connection = readConnection(outside ? { ...host, children: [] } : host, server);
    const unbound = linkLocal({ ...host, children: outside ? [] : host.children }, connection.target);
    findings.push(...connection.findings, ...(unbound ? [unbound] : []));
    if (!unbound) used++;
  }
  if (used > 0 && !named(own.children, ...CONNECTS).length) return { findings, kept: true };
  const unbound = linkLocal(own, target === 'none' ? server : target);
  return { findings: unbound ? [...findings, unbound] : findings, kept: !unbound };
}
