/** Real servers beside each other, and before their virtual server (check_data.c, validate_check_config). */
import { catalogue, report } from '../../model/catalogue.ts';
import { type Directive, headerOf, isOpaque, placeOf } from '../../model/directive.ts';
import type { Finding } from '../../model/finding.ts';
import { named, type Setting } from '../../model/settings.ts';
import { readInteger } from '../../model/values.ts';
import { removeStatement, replaceWord } from '../edits.ts';
import { type Served, weightOf } from './balancing.ts';
import { isMark } from './groups.ts';
import { SERVER_CODES } from './serverCodes.ts';
import type { Server, VirtualServer } from './servers.ts';

export const REAL_SERVER_CODES = catalogue('keepalived', {
  'quorum-reduced': ['warning', 'The quorum is above the weight of all real servers: it is reduced.'],
  'hysteresis-reduced': ['warning', 'The hysteresis is not below the quorum: it is reduced.'],
  'port-mismatch': ['warning', 'With DR or TUN a server has another port than its virtual server: that one is used.'],
});

export function realServers(server: VirtualServer, served: Served): Finding[] {
  const findings: Finding[] = [];
  const kept = withoutDuplicates(server, findings);
  matchInhibition(server, kept, findings);
  quorum(server, kept, findings);
  for (const one of [...kept, ...(server.sorryServer ? [server.sorryServer] : [])]) {
    const finding = portMismatch(one, server, served);
    if (finding) findings.push(finding);
  }
  return findings;
}

const keyOf = ({ endpoint }: Server): string => `${endpoint.canonical} ${endpoint.port}`;

function withoutDuplicates({ realServers: all }: VirtualServer, findings: Finding[]): Server[] {
  const first = new Map<string, Server>();
  return all.filter((server) => {
    const earlier = first.get(keyOf(server));
    if (!earlier) {
      first.set(keyOf(server), server);
      return true;
    }
    const { directive } = server.setting;
    const message = `This virtual server has the real server ${directive.words[1]!.text} with this port already: keepalived removes the second one.`;
    const related = [{ place: headerOf(earlier.setting.directive), message: 'the first one, which counts' }];
    const fixes = removeStatement(directive, 'Remove this real server');
    findings.push(report(SERVER_CODES['real-server-duplicate'], headerOf(directive), message, { related, fixes }));
    return false;
  });
}

/** A real server that is the sorry server as well has one entry in the kernel, and so one inhibit setting. */
function matchInhibition({ setting, sorryServer }: VirtualServer, kept: readonly Server[], findings: Finding[]): void {
  if (!sorryServer) return;
  const twin = kept.find((server) => keyOf(server) === keyOf(sorryServer));
  if (
    !twin ||
    named(twin.setting.children, 'inhibit_on_failure').some(({ directive }) => directive.words.some(isOpaque))
  )
    return;
  const inhibit = twin.inhibit ?? named(setting.children, 'inhibit_on_failure').length > 0;
  if (inhibit === sorryServer.inhibit) return;
  const [sets, other] = inhibit ? ['sets', 'inhibits'] : ['clears', 'does not inhibit'];
  const message = `The sorry server is one of the real servers, and that one ${other} on failure: keepalived ${sets} \`sorry_server_inhibit\`.`;
  const related = [{ place: headerOf(twin.setting.directive), message: 'the real server' }];
  const place = headerOf(sorryServer.setting.directive);
  findings.push(report(SERVER_CODES['sorry-server-inhibit'], place, message, { related }));
}

function quorum({ setting, unclear }: VirtualServer, kept: readonly Server[], findings: Finding[]): void {
  const { children, directive } = setting;
  const fallback = weightOf(children, 1, 1);
  const weights = kept.map((server) => weightOf(server.setting.children, 0, fallback));
  const written = lastNumber(children, 'quorum', 1);
  const hysteresis = lastNumber(children, 'hysteresis', 0);
  if (unclear || written === 'unknown' || hysteresis === 'unknown' || weights.includes(undefined)) return;
  const sum = weights.reduce<number>((total, weight) => total + weight!, 0);
  // A wrong quorum is taken for 1.
  const wanted = written?.value ?? 1;
  const reached = Math.min(wanted, sum);
  if (wanted > sum) {
    const message = `The quorum is ${wanted}, and its real servers weigh ${sum} together: keepalived reduces it to ${sum}.`;
    const at = written?.directive;
    const fixes = at && sum > 0 ? replaceWord(at, at.words[1]!, String(sum), `Change to ${sum}`) : [];
    findings.push(report(REAL_SERVER_CODES['quorum-reduced'], headerOf(at ?? directive), message, { fixes }));
  }
  if (!hysteresis || hysteresis.value < reached) return;
  const most = reached - 1;
  const message =
    reached > 0
      ? `The hysteresis of ${hysteresis.value} is not below the quorum of ${reached}: keepalived reduces it to ${most}.`
      : 'The hysteresis is not below the quorum, which is 0.';
  const fixes =
    reached > 0
      ? replaceWord(hysteresis.directive, hysteresis.directive.words[1]!, String(most), `Change to ${most}`)
      : [];
  findings.push(report(REAL_SERVER_CODES['hysteresis-reduced'], headerOf(hysteresis.directive), message, { fixes }));
}

/** The last number of this keyword that keepalived takes; a wrong quorum sets it to its default. */
function lastNumber(
  children: readonly Setting[],
  name: 'quorum' | 'hysteresis',
  min: 0 | 1,
): { value: number; directive: Directive } | 'unknown' | undefined {
  let last: { value: number; directive: Directive } | undefined;
  for (const { directive } of named(children, name)) {
    const word = directive.words[1];
    if (!word) continue;
    if (isOpaque(word)) return 'unknown';
    const value = readInteger(word.text, min, 4_294_967_295) ?? (name === 'quorum' ? 1 : undefined);
    if (value !== undefined) last = { value, directive };
  }
  return last;
}

/** Only NAT rewrites ports: with DR and TUN a packet reaches the server with the port that it came with. */
function portMismatch(one: Server, server: VirtualServer, { group, marks }: Served): Finding | undefined {
  const { directive } = one.setting;
  const method = one.method ?? server.method ?? 'NAT';
  const { port } = one.endpoint;
  const word = directive.words[2];
  if (method === 'NAT' || method === 'unknown' || port === 0 || !word) return undefined;
  const place = placeOf(directive, word);
  const code = REAL_SERVER_CODES['port-mismatch'];
  const what = one === server.sorryServer ? 'sorry server' : 'real server';
  const { service } = server;
  if (marks) {
    const message = `${method} leaves ports as they are, and a firewall mark has none: keepalived ignores the port ${port} of this ${what}.`;
    const previous = directive.words[1]!;
    const fixes = [{ title: 'Remove the port', edits: [{ place: { ...place, start: previous.end }, text: '' }] }];
    return report(code, place, message, { fixes });
  }
  if (group) {
    const entry = group.entries.find((other) => !isMark(other) && other.port !== port);
    if (!entry) return undefined;
    const message = `${method} leaves ports as they are, and an entry of the group has another one than ${port}: this ${what} gets packets for ${entry.port || 'every port'}.`;
    return report(code, place, message, {
      related: [{ place: headerOf(entry.directive), message: 'the entry of the group' }],
    });
  }
  if (service.by !== 'address' || service.endpoint.port === port) return undefined;
  const wanted = service.endpoint.port;
  const message = `${method} leaves ports as they are: keepalived uses ${wanted || 'every port'}, as the virtual server, instead of ${port} for this ${what}.`;
  return report(code, place, message, { fixes: replaceWord(directive, word, String(wanted), `Change to ${wanted}`) });
}
