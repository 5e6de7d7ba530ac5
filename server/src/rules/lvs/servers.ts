/**
 * virtual_server as keepalived reads it, line after line (check_parser.c): which of its real servers stay, and what is
 * said at once. What is made of the whole is in balancing.ts.
 */
import { report } from '../../model/catalogue.ts';
import { type Directive, headerOf, isOpaque, placeOf } from '../../model/directive.ts';
import { type Endpoint, readEndpoint } from '../../model/endpoint.ts';
import type { Finding } from '../../model/finding.ts';
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

const ofBlock = new WeakMap<Setting, { version: Version; server: VirtualServer | undefined }>();

/** The virtual server of a block, undefined where keepalived skips the block; kept with it. */
export function readVirtualServer(setting: Setting, version: Version): VirtualServer | undefined {
  const known = ofBlock.get(setting);
  if (known?.version === version) return known.server;
  const { keyword, directive } = setting;
  const skipped = keyword?.kind !== 'block' || refusal(keyword, directive, new Map());
  const service = skipped ? undefined : readService(directive);
  const server = service && new Reader(setting, service, version).read();
  ofBlock.set(setting, { version, server });
  return server;
}

class Reader {
  readonly #findings: Finding[] = [];
  readonly #realServers: Server[] = [];
  readonly #setting: Setting;
  readonly #service: Service;
  readonly #version: Version;
  /** Undefined as long as nothing has set it, and where it is hidden. */
  #family: 4 | 6 | undefined;
  #method: Method | undefined;
  #scheduler: string | undefined;
  #sorry: Server | undefined;
  #persistent = false;

  constructor(setting: Setting, service: Service, version: Version) {
    this.#setting = setting;
    this.#service = service;
    this.#version = version;
    this.#family = service.by === 'address' ? service.endpoint.family : undefined;
  }

  read(): VirtualServer {
    const setting = this.#setting;
    const { children, directive } = setting;
    for (const child of children) this.#readStatement(child);
    const unclear =
      this.#service.by === 'unknown' ||
      !directive.block?.close ||
      children.some(
        (child) => child.meant || (child.keyword?.name === 'real_server' && child.directive.words.some(isOpaque)),
      );
    const empty = !this.#realServers.length;
    if (empty && !unclear) this.#sayEmpty();
    // An empty one is gone before its sorry server is looked at, since keepalived notices that at the end.
    if (!empty || compareVersions(this.#version, EMPTY_AT_END_SINCE) < 0) this.#matchSorryServer();
    return {
      setting,
      service: this.#service,
      realServers: this.#realServers,
      ...(this.#sorry && { sorryServer: this.#sorry }),
      ...(this.#method && { method: this.#method }),
      ...(this.#scheduler !== undefined && { scheduler: this.#scheduler }),
      ...(this.#family && { family: this.#family }),
      persistent: this.#persistent,
      empty,
      unclear,
      findings: this.#findings,
    };
  }

  #readStatement(child: Setting): void {
    const { keyword, directive } = child;
    const word = directive.words[1];
    switch (keyword?.name) {
      case 'ip_family':
        this.#readFamily(directive);
        break;
      case 'lb_algo':
      case 'lvs_sched':
        this.#scheduler = readScheduler(directive, this.#version) ?? this.#scheduler;
        break;
      case 'hashed':
      case 'sh-port':
      case 'sh-fallback':
      case 'mh-port':
      case 'mh-fallback':
        this.#findings.push(...schedulerFlag(child, this.#scheduler));
        break;
      case 'lb_kind':
      case 'lvs_method':
        this.#method = this.#forwarding(directive) ?? this.#method;
        break;
      case 'persistence_timeout':
        this.#persistent ||= !word || isOpaque(word) || readInteger(word.text, 1, 2_678_400) !== undefined;
        break;
      case 'persistence_granularity': {
        const { family, finding } = readGranularity(directive, this.#family);
        if (finding) this.#findings.push(finding);
        else this.#persistent = true;
        this.#family ??= family;
        break;
      }
      case 'sorry_server': {
        const endpoint = word && !directive.words.some(isOpaque) && readEndpoint(word.text, directive.words[2]?.text);
        if (endpoint) this.#sorry = { setting: child, endpoint, method: this.#method, inhibit: false };
        break;
      }
      case 'sorry_server_inhibit':
      case 'sorry_server_lvs_method':
        this.#readSorryOption(child);
        break;
      case 'real_server':
        this.#readRealServer(child);
    }
  }

  #forwarding(directive: Directive): Method | undefined {
    const { method, findings } = readForwarding(directive, this.#version);
    this.#findings.push(...findings);
    return method;
  }

  #readFamily(directive: Directive): void {
    const word = directive.words[1];
    const family = word?.text === 'inet' ? 4 : word?.text === 'inet6' ? 6 : undefined;
    if (!word || !family) return;
    if (this.#family && this.#family !== family) {
      const message = `This virtual server serves IPv${this.#family} already: keepalived ignores \`ip_family ${word.text}\`.`;
      const fixes = removeStatement(directive, 'Remove ip_family');
      this.#findings.push(report(SERVER_CODES['server-family'], headerOf(directive), message, { fixes }));
      return;
    }
    this.#family = family;
  }

  #readSorryOption({ keyword, directive }: Setting): void {
    const name = keyword!.name;
    const sorry = this.#sorry;
    if (sorry && name === 'sorry_server_inhibit') sorry.inhibit = true;
    else if (sorry) sorry.method = this.#forwarding(directive) ?? sorry.method;
    else if (!named(this.#setting.children, 'sorry_server').some((one) => one.directive.words.some(isOpaque))) {
      const later = named(this.#setting.children, 'sorry_server').length > 0;
      const message = later
        ? `\`${name}\` must stand behind the \`sorry_server\` that it is about: keepalived ignores it.`
        : `There is no \`sorry_server\` that \`${name}\` could be about: keepalived ignores it.`;
      this.#findings.push(report(SERVER_CODES['sorry-server-order'], headerOf(directive), message));
    }
  }

  #readRealServer(setting: Setting): void {
    const { keyword, directive, children } = setting;
    const [, address, port] = directive.words;
    if (keyword?.kind !== 'block' || !address || !directive.block || directive.words.some(isOpaque)) return;
    const endpoint = readEndpoint(address.text, port?.text);
    if (!endpoint) {
      // The words that are judged one by one (arguments.ts) let a zone pass.
      if (address.text.includes('%')) {
        const message = `\`real_server\` needs an IP address without a zone: keepalived drops the block. Name the interface with \`bind_if\` in the checker.`;
        this.#findings.push(report(SERVER_CODES['server-family'], placeOf(directive, address), message));
      }
      return;
    }
    let method = this.#method;
    for (const child of named(children, 'lvs_method')) method = this.#forwarding(child.directive) ?? method;
    if (method !== 'TUN' && method !== 'unknown' && this.#family && this.#family !== endpoint.family) {
      const message = `The real server ${address.text} is IPv${endpoint.family}, its virtual server IPv${this.#family}: keepalived drops the real server. Only with TUN may they differ.`;
      const related = [{ place: headerOf(directive), message: 'the real server begins here' }];
      this.#findings.push(report(SERVER_CODES['server-family'], endOf(setting), message, { related }));
      return;
    }
    if (method !== 'TUN' && method !== 'unknown')
      this.#family ??= this.#service.by === 'unknown' ? undefined : endpoint.family;
    const inhibit = inhibitOf(children);
    this.#realServers.push({ setting, endpoint, method, ...(inhibit !== undefined && { inhibit }) });
  }

  #sayEmpty(): void {
    const { directive, children } = this.#setting;
    const atEnd = compareVersions(this.#version, EMPTY_AT_END_SINCE) >= 0;
    const place = atEnd ? endOf(this.#setting) : headerOf(directive);
    const dropped = named(children, 'real_server').length > 0;
    const message = dropped
      ? 'None of its real servers is kept: keepalived drops this virtual server.'
      : 'This virtual server has no real server: keepalived drops it.';
    const related = atEnd ? [{ place: headerOf(directive), message: 'the virtual server begins here' }] : [];
    this.#findings.push(report(SERVER_CODES['virtual-server-empty'], place, message, { related }));
  }

  #matchSorryServer(): void {
    const sorry = this.#sorry;
    if (!sorry || sorry.method === 'TUN' || sorry.method === 'unknown' || this.#service.by === 'unknown') return;
    this.#family ??= sorry.endpoint.family;
    if (this.#family === sorry.endpoint.family) return;
    const message = `The sorry server is IPv${sorry.endpoint.family}, its virtual server IPv${this.#family}: keepalived goes without a sorry server.`;
    const related = [{ place: headerOf(sorry.setting.directive), message: 'the sorry server stands here' }];
    this.#findings.push(report(SERVER_CODES['server-family'], endOf(this.#setting), message, { related }));
    this.#sorry = undefined;
  }
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
