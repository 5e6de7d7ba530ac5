/**
 * virtual_server as keepalived reads it, line after line (check_parser.c): which of its real servers stay, and what is
 * said at once. What is made of the whole is in balancing.ts.
 */
import { report } from '../../model/catalogue.ts';
import { type Directive, headerOf, isOpaque } from '../../model/directive.ts';
import { type Endpoint, readEndpoint } from '../../model/endpoint.ts';
import type { Finding } from '../../model/finding.ts';
import type { Place } from '../../model/place.ts';
import { refusal } from '../../model/refusal.ts';
import { named, type Setting } from '../../model/settings.ts';
import { readBoolean, readInteger } from '../../model/values.ts';
import { compareVersions, type Version } from '../../schema/index.ts';
import { removeStatement } from '../edits.ts';
import { endOf } from '../scripts.ts';
import { type Method, readForwarding } from './forwarding.ts';
import { readGranularity } from './granularity.ts';
import { readScheduler, schedulerFlag } from './scheduling.ts';
import { SERVER_CODES } from './serverCodes.ts';

/** What it serves; `unknown` where a definition hides it. */
export type Service =
  | { readonly by: 'address'; readonly endpoint: Endpoint }
  | { readonly by: 'mark' }
  | { readonly by: 'group'; readonly name: string }
  | { readonly by: 'unknown' };

/** A real server, or a sorry server. */
export interface Server {
  readonly setting: Setting;
  readonly endpoint: Endpoint;
  /** Undefined where the virtual server decides, once all of it is read. */
  method: Method | undefined;
  /** Undefined where the virtual server decides, or a definition hides it. */
  inhibit?: boolean;
}

export interface VirtualServer {
  readonly setting: Setting;
  readonly service: Service;
  /** Those whose block keepalived reads; of these it drops some at their end. */
  readonly read: readonly { readonly setting: Setting; readonly endpoint?: Endpoint }[];
  /** Those that are kept, the duplicates among them. */
  readonly realServers: readonly Server[];
  readonly sorryServer?: Server;
  readonly method?: Method;
  readonly scheduler?: string;
  readonly persistent: boolean;
  /** Of ip_family, persistence_granularity and the servers; the address has its own. */
  readonly family?: 4 | 6;
  /** keepalived drops it for want of a real server. */
  readonly empty: boolean;
  /** Something in it is hidden, mistyped or unclosed, so that nobody can say what it lacks. */
  readonly unclear: boolean;
  readonly findings: readonly Finding[];
}

/** Since this release an empty virtual_server is noticed at its end, before only when all has been read. */
export const EMPTY_AT_END_SINCE = '2.2.8';

export function readService({ words }: Directive): Service | undefined {
  const [, first, second] = words;
  if (!first) return undefined;
  if (words.some(isOpaque)) return { by: 'unknown' };
  if (first.text === 'group') return second && { by: 'group', name: second.text };
  if (first.text === 'fwmark') return second && { by: 'mark' };
  const endpoint = readEndpoint(first.text, second?.text);
  return endpoint && { by: 'address', endpoint };
}

/** A virtual server while it is read. */
interface Draft {
  readonly setting: Setting;
  readonly service: Service;
  readonly version: Version;
  readonly findings: Finding[];
  readonly read: VirtualServer['read'][number][];
  readonly realServers: Server[];
  /** Undefined as long as nothing has set it. */
  family: 4 | 6 | undefined;
  method: Method | undefined;
  scheduler: string | undefined;
  sorryServer: Server | undefined;
  persistent: boolean;
}

const ofBlock = new WeakMap<Setting, { version: Version; server: VirtualServer | undefined }>();

/** The virtual server of a block, undefined where keepalived skips the block; kept with it. */
export function readVirtualServer(setting: Setting, version: Version): VirtualServer | undefined {
  const known = ofBlock.get(setting);
  if (known?.version === version) return known.server;
  const { keyword, directive } = setting;
  const skipped = keyword?.kind !== 'block' || refusal(keyword, directive, new Map());
  const service = skipped ? undefined : readService(directive);
  const server = service && read(setting, service, version);
  ofBlock.set(setting, { version, server });
  return server;
}

function read(setting: Setting, service: Service, version: Version): VirtualServer {
  const draft: Draft = {
    setting,
    service,
    version,
    findings: [],
    read: [],
    realServers: [],
    family: service.by === 'address' ? service.endpoint.family : undefined,
    method: undefined,
    scheduler: undefined,
    sorryServer: undefined,
    persistent: false,
  };
  for (const child of setting.children) STATEMENTS[child.keyword?.name ?? '']?.(draft, child);
  const empty = !draft.realServers.length;
  const unclear = isUnclear(draft);
  const atEnd = compareVersions(version, EMPTY_AT_END_SINCE) >= 0;
  if (empty && !unclear && atEnd) draft.findings.push(emptyServer(setting, endOf(setting)));
  // One that is dropped at its end is gone before its sorry server is looked at.
  if (!empty || !atEnd) matchSorryServer(draft);
  const { findings, realServers, family, method, scheduler, sorryServer, persistent } = draft;
  return {
    setting,
    service,
    read: draft.read,
    realServers,
    ...(sorryServer && { sorryServer }),
    ...(method && { method }),
    ...(scheduler !== undefined && { scheduler }),
    ...(family && { family }),
    persistent,
    empty,
    unclear,
    findings,
  };
}

const isUnclear = ({ service, setting: { directive, children } }: Draft): boolean =>
  service.by === 'unknown' ||
  !directive.block?.close ||
  children.some(
    (child) =>
      child.meant ||
      child.directive.words.some(({ quotes }) => quotes === 'open') ||
      (child.keyword?.name === 'real_server' && (!child.directive.block || child.directive.words.some(isOpaque))),
  );

type ReadStatement = (draft: Draft, statement: Setting) => void;

const readScheduling: ReadStatement = (draft, { directive }) => {
  draft.scheduler = readScheduler(directive, draft.version) ?? draft.scheduler;
};
const readFlag: ReadStatement = (draft, statement) => {
  draft.findings.push(...schedulerFlag(statement, draft.scheduler, draft.version));
};
const readMethod: ReadStatement = (draft, { directive }) => {
  draft.method = forwarding(draft, directive) ?? draft.method;
};

/** What keepalived does where it meets one of these. */
const STATEMENTS: Readonly<Record<string, ReadStatement>> = {
  ip_family: readFamily,
  lb_algo: readScheduling,
  lvs_sched: readScheduling,
  hashed: readFlag,
  'sh-port': readFlag,
  'sh-fallback': readFlag,
  'mh-port': readFlag,
  'mh-fallback': readFlag,
  lb_kind: readMethod,
  lvs_method: readMethod,
  persistence_timeout: (draft, { directive: { words } }) => {
    const word = words[1];
    draft.persistent ||= !word || isOpaque(word) || readInteger(word.text, 1, 2_678_400) !== undefined;
  },
  persistence_granularity: (draft, { directive }) => {
    const { family, finding } = readGranularity(directive, draft.family);
    if (finding) draft.findings.push(finding);
    else draft.persistent = true;
    draft.family ??= family;
  },
  sorry_server: (draft, setting) => {
    const [, address, port] = setting.directive.words;
    const readable = address && !setting.directive.words.some(isOpaque);
    const endpoint = readable && readEndpoint(address.text, port?.text);
    if (endpoint) draft.sorryServer = { setting, endpoint, method: draft.method, inhibit: false };
  },
  sorry_server_inhibit: readSorryOption,
  sorry_server_lvs_method: readSorryOption,
  real_server: readRealServer,
};

function forwarding({ version, findings }: Draft, directive: Directive): Method | undefined {
  const { method, findings: found } = readForwarding(directive, version);
  findings.push(...found);
  return method;
}

function readFamily(draft: Draft, { directive }: Setting): void {
  const word = directive.words[1];
  const family = word?.text === 'inet' ? 4 : word?.text === 'inet6' ? 6 : undefined;
  if (!word || !family) return;
  if (draft.family && draft.family !== family) {
    const message = `This virtual server serves IPv${draft.family} already: keepalived ignores \`ip_family ${word.text}\`.`;
    const fixes = removeStatement(directive, 'Remove ip_family');
    draft.findings.push(report(SERVER_CODES['server-family'], headerOf(directive), message, { fixes }));
    return;
  }
  draft.family = family;
}

function readSorryOption(draft: Draft, { keyword, directive }: Setting): void {
  const { name } = keyword!;
  const { sorryServer } = draft;
  if (sorryServer && name === 'sorry_server_inhibit') sorryServer.inhibit = true;
  else if (sorryServer) sorryServer.method = forwarding(draft, directive) ?? sorryServer.method;
  if (sorryServer) return;
  const others = named(draft.setting.children, 'sorry_server');
  if (others.some((other) => other.directive.words.some(isOpaque))) return;
  const message = others.length
    ? `\`${name}\` must stand behind the \`sorry_server\` that it is about: keepalived ignores it.`
    : `There is no \`sorry_server\` that \`${name}\` could be about: keepalived ignores it.`;
  draft.findings.push(report(SERVER_CODES['sorry-server-order'], headerOf(directive), message));
}

function readRealServer(draft: Draft, setting: Setting): void {
  const { directive, children } = setting;
  const [, address, port] = directive.words;
  if (!address || !directive.block) return;
  if (directive.words.some(isOpaque)) {
    draft.read.push({ setting });
    return;
  }
  const endpoint = readEndpoint(address.text, port?.text);
  // Its words are judged where all are (arguments.ts).
  if (!endpoint) return;
  draft.read.push({ setting, endpoint });
  let { method } = draft;
  for (const child of named(children, 'lvs_method')) method = forwarding(draft, child.directive) ?? method;
  const anyFamily = method === 'TUN' || method === 'unknown';
  if (!anyFamily && draft.family && draft.family !== endpoint.family) {
    const message = `The real server ${address.text} is IPv${endpoint.family}, its virtual server IPv${draft.family}: keepalived drops the real server. Only with TUN may they differ.`;
    const related = [{ place: headerOf(directive), message: 'the real server begins here' }];
    draft.findings.push(report(SERVER_CODES['server-family'], endOf(setting), message, { related }));
    return;
  }
  if (!anyFamily && draft.service.by !== 'unknown') draft.family ??= endpoint.family;
  const inhibit = inhibitOf(children);
  draft.realServers.push({ setting, endpoint, method, ...(inhibit !== undefined && { inhibit }) });
}

export function emptyServer({ directive, children }: Setting, place: Place): Finding {
  const message = named(children, 'real_server').length
    ? 'None of its real servers is kept: keepalived drops this virtual server.'
    : 'This virtual server has no real server: keepalived drops it.';
  const header = headerOf(directive);
  const begins = { place: header, message: 'the virtual server begins here' };
  const related = place.start === header.start ? [] : [begins];
  return report(SERVER_CODES['virtual-server-empty'], place, message, { related });
}

function matchSorryServer(draft: Draft): void {
  const { sorryServer, setting, service } = draft;
  if (!sorryServer || sorryServer.method === 'TUN' || sorryServer.method === 'unknown') return;
  if (service.by === 'unknown') return;
  draft.family ??= sorryServer.endpoint.family;
  if (draft.family === sorryServer.endpoint.family) return;
  const message = `The sorry server is IPv${sorryServer.endpoint.family}, its virtual server IPv${draft.family}: keepalived goes without a sorry server.`;
  const related = [{ place: headerOf(sorryServer.setting.directive), message: 'the sorry server stands here' }];
  draft.findings.push(report(SERVER_CODES['server-family'], endOf(setting), message, { related }));
  draft.sorryServer = undefined;
}

/** Bare means on; a word that is neither on nor off changes nothing. */
function inhibitOf(children: readonly Setting[]): boolean | undefined {
  let inhibit: boolean | undefined;
  for (const { directive } of named(children, 'inhibit_on_failure')) {
    const word = directive.words[1];
    inhibit = word ? (readBoolean(word.text) ?? inhibit) : true;
  }
  return inhibit;
}
