/** The checks of load balancing, as one: virtual servers, their real servers and the checkers. */
import { catalogue, report } from '../../model/catalogue.ts';
import { headerOf, placeOf } from '../../model/directive.ts';
import type { Finding } from '../../model/finding.ts';
import { named } from '../../model/settings.ts';
import { compareVersions } from '../../schema/index.ts';
import { asRead } from '../asRead.ts';
import type { Rule } from '../check.ts';
import { ALL_AS_WRITTEN, readsAsWritten } from '../lines.ts';
import { perBlock } from '../perBlock.ts';
import { BALANCING_CODES, balancing, servedBy } from './balancing.ts';
import { CHECKER_CODES, type Checker, readCheckers } from './checkers.ts';
import { CONNECTION_CODES } from './connection.ts';
import { FORWARDING_CODES } from './forwarding.ts';
import { GRANULARITY_CODES } from './granularity.ts';
import { GROUP_CODES, type ServerGroup, serverGroups } from './groups.ts';
import { HTTP_ADVICE, HTTP_CODES, withoutUrl } from './httpChecks.ts';
import { OBJECT_CODES, objectChecks, objectsOf } from './objects.ts';
import { REAL_SERVER_CODES, realServers } from './realServers.ts';
import { REPEATED_CODES, repeated } from './repeated.ts';
import { SCHEDULING_CODES } from './scheduling.ts';
import { SERVER_CODES } from './serverCodes.ts';
import { EMPTY_AT_END_SINCE, emptyServer, readService, readVirtualServer, type VirtualServer } from './servers.ts';

const LVS_ADVICE = catalogue('advice', {
  'server-group-unusable': ['error', 'A virtual server names a group that is not there, or of another family.'],
});

/** What keepalived checks when it has read everything. */
export const LVS_AFTERWARDS: readonly string[] = [
  ...Object.keys(BALANCING_CODES),
  ...Object.keys(REAL_SERVER_CODES),
  'virtual-server-empty',
  'real-server-duplicate',
  'sorry-server-inhibit',
];

export const LVS_CODES = {
  ...SERVER_CODES,
  ...BALANCING_CODES,
  ...REAL_SERVER_CODES,
  ...FORWARDING_CODES,
  ...SCHEDULING_CODES,
  ...GRANULARITY_CODES,
  ...GROUP_CODES,
  ...CONNECTION_CODES,
  ...CHECKER_CODES,
  ...HTTP_CODES,
  ...OBJECT_CODES,
  ...REPEATED_CODES,
  ...HTTP_ADVICE,
  ...LVS_ADVICE,
};

const groups: Rule = (node, { version }) => serverGroups(node, version).flatMap(({ findings }) => findings);

interface Read {
  readonly server: VirtualServer;
  readonly checkers: readonly Checker[];
}

const readBlocks = perBlock((setting, version): Read[] => {
  const server = readVirtualServer(setting, version);
  if (!server) return [];
  const checkers = server.read.flatMap(({ setting: real, endpoint }) =>
    readCheckers(real, endpoint ?? 'unknown', version),
  );
  return [{ server, checkers }];
});

const incomplete: Rule = (node) =>
  named(node.settings, 'virtual_server').flatMap(({ directive }) => {
    const [, first, second] = directive.words;
    if (!first || second || readService(directive) || (first.text !== 'group' && first.text !== 'fwmark')) return [];
    const what = first.text === 'group' ? 'the name of a virtual_server_group' : 'a number';
    const message = `\`virtual_server ${first.text}\` needs ${what} behind it: keepalived crashes on this line.`;
    return [report(SERVER_CODES['virtual-server-incomplete'], headerOf(directive), message)];
  });

const virtualServers: Rule = (node, { version }) => {
  const blocks = named(node.settings, 'virtual_server');
  if (!blocks.length) return [];
  const order = new Map(node.settings.map((setting, index) => [setting, index]));
  const objects = objectsOf(node);
  const usable = new Map<string, ServerGroup>();
  for (const group of serverGroups(node, version)) {
    if ((group.kept || group.opaque) && !usable.has(group.name)) usable.set(group.name, group);
  }
  const find = (name: string): ServerGroup | undefined => usable.get(name);
  const heeded = readsAsWritten(node, version);
  // A checker that is dropped makes older releases look at the one before it, wherever that stands.
  let connects = false;
  return readBlocks(blocks, version).flatMap(({ server, checkers }) => {
    const findings: Finding[] = [...server.findings, ...objectChecks(server, order.get(server.setting)!, objects)];
    for (const checker of checkers) {
      findings.push(...checker.findings);
      if (checker.state === 'no-url') findings.push(withoutUrl(checker.setting, version, connects));
      if (checker.state === 'kept') connects = checker.connects;
    }
    // Where a brace or a quote has moved its lines, nobody knows what keepalived sees in it.
    if (heeded !== ALL_AS_WRITTEN && server.setting.children.some(({ directive }) => !heeded(directive))) {
      return findings.filter(({ code }) => !LVS_AFTERWARDS.includes(code));
    }
    if (server.empty) {
      const { setting, unclear } = server;
      const untold = !unclear && compareVersions(version, EMPTY_AT_END_SINCE) < 0;
      return untold ? [...findings, emptyServer(setting, headerOf(setting.directive))] : findings;
    }
    const served = servedBy(server, find);
    if (served) findings.push(...balancing(server, served), ...realServers(server, served));
    else findings.push(...groupless(server, find));
    return findings;
  });
};

/** keepalived drops such a virtual server, and only its log says so. */
function groupless(
  { service, setting, family }: VirtualServer,
  find: (name: string) => ServerGroup | undefined,
): Finding[] {
  const word = setting.directive.words[2];
  if (service.by !== 'group' || !word) return [];
  const group = find(service.name);
  if (group?.opaque) return [];
  const message = group
    ? `The group ${service.name} is not IPv${family} as this virtual server: keepalived drops the virtual server, and only its log says so.`
    : `There is no virtual_server_group ${service.name} that is kept: keepalived drops this virtual server, and only its log says so.`;
  const related = group ? [{ place: headerOf(group.setting.directive), message: 'the group' }] : [];
  return [report(LVS_ADVICE['server-group-unusable'], placeOf(setting.directive, word), message, { related })];
}

export const checkLvs = asRead([groups, incomplete, virtualServers, repeated]);
