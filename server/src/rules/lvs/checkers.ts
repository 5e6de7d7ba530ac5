/** The checkers of the real servers, one after the other as keepalived reads them (check_*.c). */
import { catalogue, report } from '../../model/catalogue.ts';
import { type Directive, headerOf, isOpaque, placeOf } from '../../model/directive.ts';
import type { Finding } from '../../model/finding.ts';
import { named, type Setting } from '../../model/settings.ts';
import { readInteger } from '../../model/values.ts';
import { compareVersions, isKnownSince, type Version } from '../../schema/index.ts';
import { openQuoteOf } from '../scriptQuotes.ts';
import { endOf } from '../scripts.ts';
import { linkLocal, readConnection, type Side, smtpConnection } from './connection.ts';
import { httpCheck } from './httpChecks.ts';

export const CHECKER_CODES = catalogue('keepalived', {
  'misc-check-incomplete': ['error', 'A MISC_CHECK has no misc_path: it is dropped.'],
  'dns-name': ['error', 'The name of a DNS_CHECK has an empty label, or is given twice: the line is ignored.'],
  'udp-payload': ['error', 'What a UDP_CHECK sends or expects is not written in hexadecimal digits.'],
  'udp-reply-length': ['warning', 'min_reply_length is above max_reply_length: the check always fails.'],
});

/** A checker as it stands in keepalived's queue. */
export interface Checker {
  readonly setting: Setting;
  /** `no-url`: dropped for the lack of one; what follows from that depends on the checker before it. */
  readonly state: 'kept' | 'dropped' | 'no-url';
  readonly connects: boolean;
  readonly findings: readonly Finding[];
}

/** FILE_CHECK is no checker yet, and BFD_CHECK depends on what stands above: objects.ts has both. */
const CONNECTING: ReadonlySet<string> = new Set(['TCP_CHECK', 'PING_CHECK', 'UDP_CHECK', 'DNS_CHECK']);

export function readCheckers(server: Setting, endpoint: Side, version: Version): Checker[] {
  return server.children.flatMap((setting): Checker[] => {
    const { keyword, directive } = setting;
    if (keyword?.kind !== 'block' || !directive.block || !isKnownSince(keyword, version)) return [];
    switch (keyword.name) {
      case 'HTTP_GET':
      case 'SSL_GET':
        return [readHttp(setting, endpoint, version)];
      case 'SMTP_CHECK': {
        const { findings, kept } = smtpConnection(setting, endpoint, version);
        return [{ setting, state: kept ? 'kept' : 'dropped', connects: true, findings }];
      }
      case 'MISC_CHECK':
        return [readMisc(setting)];
      default:
        return CONNECTING.has(keyword.name) ? [readConnecting(setting, endpoint, version)] : [];
    }
  });
}

function readHttp(setting: Setting, endpoint: Side, version: Version): Checker {
  const { target, findings } = readConnection(setting, endpoint);
  const { findings: ofUrls, hasUrl } = httpCheck(setting, version);
  findings.push(...ofUrls);
  const unbound = hasUrl ? linkLocal(setting, target) : undefined;
  if (unbound) findings.push(unbound);
  return { setting, state: hasUrl ? (unbound ? 'dropped' : 'kept') : 'no-url', connects: true, findings };
}

function readConnecting(setting: Setting, endpoint: Side, version: Version): Checker {
  const { target, findings } = readConnection(setting, endpoint);
  const unbound = linkLocal(setting, target);
  if (unbound) findings.push(unbound);
  const name = setting.keyword!.name;
  if (name === 'DNS_CHECK' && compareVersions(version, NAMES_CHECKED_SINCE) >= 0) dnsNames(setting.children, findings);
  if (name === 'UDP_CHECK') udp(setting, version, !unbound, findings);
  return { setting, state: unbound ? 'dropped' : 'kept', connects: true, findings };
}

function readMisc(setting: Setting): Checker {
  const { children, directive } = setting;
  const kept = { setting, state: 'kept', connects: false, findings: [] } as const;
  const clear = directive.block?.close && !children.some(({ meant }) => meant);
  if (!clear || named(children, 'misc_path').some(({ directive }) => directive.words[1] && !openQuoteOf(directive)))
    return kept;
  const message =
    'This MISC_CHECK has no `misc_path`, the command to run: keepalived drops it, and the real server goes without this check.';
  const related = [{ place: headerOf(directive), message: 'the check begins here' }];
  const finding = report(CHECKER_CODES['misc-check-incomplete'], endOf(setting), message, { related });
  return { ...kept, state: 'dropped', findings: [finding] };
}

const NAMES_CHECKED_SINCE = '2.1.4';

/** keepalived takes a first label of one letter for an empty one as well: it looks for a `.` behind the first letter. */
const hasEmptyLabel = (name: string): boolean => /^\.|^.\.|\.\./.test(name) && name !== '.';

function dnsNames(children: readonly Setting[], findings: Finding[]): void {
  let first: Directive | undefined;
  for (const { directive } of named(children, 'name')) {
    const word = directive.words[1];
    if (!word || isOpaque(word)) continue;
    if (first) {
      const related = [{ place: headerOf(first), message: 'the first, which counts' }];
      const message = 'This DNS_CHECK has a name already: keepalived ignores this one.';
      findings.push(report(CHECKER_CODES['dns-name'], headerOf(directive), message, { related }));
    } else if (hasEmptyLabel(word.text)) {
      const message = /^[^.]\.[^.]/.test(word.text)
        ? `keepalived misreads a name whose first label has one letter, like \`${word.text}\`: it ignores the line and asks for the root.`
        : `\`${word.text}\` has an empty label: keepalived ignores the line and asks for the root.`;
      findings.push(report(CHECKER_CODES['dns-name'], placeOf(directive, word), message));
    } else {
      first = directive;
    }
  }
}

/** Before this release a payload whose last byte is ff counts as wrong. */
const LAST_FF_SINCE = '2.3.3';

function udp({ children, directive }: Setting, version: Version, kept: boolean, findings: Finding[]): void {
  for (const { directive: statement, keyword } of named(children, 'payload', 'require_reply')) {
    const words = statement.words.slice(1);
    if (!keyword || !isKnownSince(keyword, version) || !words.length || words.some(isOpaque)) continue;
    const isReply = keyword.name === 'require_reply';
    const text = words.map((word) => word.text).join(' ');
    const digits = isReply ? /^[\da-fx \t]+$/i : /^[\da-f \t]+$/i;
    const isHex = digits.test(text) && /\S/.test(text);
    if (isHex && (compareVersions(version, LAST_FF_SINCE) >= 0 || !endsWithFf(text))) continue;
    const what = isReply ? 'waits for any reply' : 'sends nothing of it';
    const message = isHex
      ? `Before ${LAST_FF_SINCE} keepalived takes no bytes that end with ff: it ignores them and ${what}.`
      : `\`${keyword.name}\` takes hexadecimal digits${isReply ? ' and x for any' : ''}: keepalived ignores them and ${what}.`;
    findings.push(report(CHECKER_CODES['udp-payload'], headerOf(statement), message));
  }
  const min = lengthOf(children, 'min_reply_length', 0);
  const max = lengthOf(children, 'max_reply_length', 255);
  if (!kept || !directive.block?.close || min === undefined || max === undefined || min <= max) return;
  const message = `min_reply_length ${min} is above max_reply_length ${max}: the check always fails.`;
  const related = named(children, 'min_reply_length', 'max_reply_length').map((one) => ({
    place: headerOf(one.directive),
    message: 'one of the two',
  }));
  findings.push(
    report(CHECKER_CODES['udp-reply-length'], placeOf(directive, directive.block.close), message, { related }),
  );
}

/** Bytes are two digits; one that stands alone before a blank is a byte of its own. */
const endsWithFf = (text: string): boolean => {
  const last = text.trim().split(/ +/).at(-1)!;
  return last.length % 2 === 0 && /ff$/i.test(last);
};

function lengthOf(children: readonly Setting[], name: string, fallback: number): number | undefined {
  let length: number | undefined = fallback;
  for (const { directive } of named(children, name)) {
    const word = directive.words[1];
    if (word) length = isOpaque(word) ? undefined : (readInteger(word.text, 0, 65_535) ?? length);
  }
  return length;
}
