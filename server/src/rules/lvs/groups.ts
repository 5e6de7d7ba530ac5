/** virtual_server_group: addresses and marks that virtual servers share (check_data.c, alloc_vsg_entry). */
import { type Address, compareAddresses } from '../../model/addresses.ts';
import { catalogue, report } from '../../model/catalogue.ts';
import { type Directive, headerOf, isOpaque, placeOf } from '../../model/directive.ts';
import { readEndpoint } from '../../model/endpoint.ts';
import type { Finding } from '../../model/finding.ts';
import type { Node } from '../../model/node.ts';
import { named, type Setting } from '../../model/settings.ts';
import { readInteger } from '../../model/values.ts';
import { compareVersions, type Version } from '../../schema/index.ts';
import { readHost } from '../entries.ts';
import { perBlock } from '../perBlock.ts';
import { endOf } from '../scripts.ts';
import { prefixBitsAreFree } from './networks.ts';

export const GROUP_CODES = catalogue('keepalived', {
  'server-group-entry': ['error', 'An entry of a virtual_server_group is no address, range, network or mark.'],
  'server-group-empty': ['error', 'A virtual_server_group has no entry that counts: it is removed.'],
  'server-group-mixed': ['error', 'A virtual_server_group mixes IPv4, IPv6 and marks without a family: it is removed.'],
});

export interface GroupEntry {
  readonly directive: Directive;
  /** Missing for a mark. */
  readonly port?: number;
  readonly family?: 4 | 6;
}

export interface ServerGroup {
  readonly setting: Setting;
  readonly name: string;
  readonly entries: readonly GroupEntry[];
  /** A definition hides some of its entries, so that nobody knows what is in it. */
  readonly opaque: boolean;
  readonly families: ReadonlySet<4 | 6>;
  /** keepalived removes it where it is empty or mixed. */
  readonly kept: boolean;
  readonly findings: readonly Finding[];
}

export const isMark = ({ port }: GroupEntry): boolean => port === undefined;

/** All groups in their order; of those with one name the first that is kept counts. */
export const serverGroups = (node: Node, version: Version): ServerGroup[] =>
  groupsIn(named(node.settings, 'virtual_server_group'), version);

const groupsIn = perBlock((setting, version): ServerGroup[] => {
  const { directive } = setting;
  const name = directive.words[1];
  if (!name || !directive.block) return [];
  const findings: Finding[] = [];
  const written = directive.block.body;
  const opaque = isOpaque(name) || written.some(({ words, block }) => block || words.some(isOpaque));
  const read = written.flatMap((entry) => readEntry(entry, version, findings));
  const entries = compareVersions(version, FAMILY_OF_MARK_SINCE) < 0 ? ofOneFamily(read, findings) : read;
  const families = new Set(entries.flatMap(({ family }) => family ?? []));
  const mixed = families.size > 1 && entries.some((entry) => isMark(entry) && !entry.family);
  const related = [{ place: headerOf(directive), message: 'the group begins here' }];
  if (!entries.length && !opaque) {
    const message = `The virtual_server_group ${name.text} has no entry that counts: keepalived removes it, and every virtual server that uses it.`;
    findings.push(report(GROUP_CODES['server-group-empty'], endOf(setting), message, { related }));
  } else if (mixed) {
    const message = `The virtual_server_group ${name.text} holds IPv4 and IPv6, and a mark that says neither: keepalived removes it, and every virtual server that uses it. Write inet or inet6 behind the mark.`;
    findings.push(report(GROUP_CODES['server-group-mixed'], endOf(setting), message, { related }));
  }
  return [{ setting, name: name.text, entries, opaque, families, kept: !mixed && entries.length > 0, findings }];
});

/** A mark without its number ends keepalived. */
export const markStops = ({ words }: Directive): boolean => words.length === 1 && words[0].text === 'fwmark';

const U32_MAX = 4_294_967_295;
/** Before, no group could mix families, and a mark had none. */
const FAMILY_OF_MARK_SINCE = '2.1.0';
/** Networks, and ranges from one address to another. */
const NETWORKS_SINCE = '2.2.2';

function readEntry(entry: Directive, version: Version, findings: Finding[]): GroupEntry[] {
  const [first, second, third] = entry.words;
  if (entry.block || entry.words.some(isOpaque)) return [];
  const fail = (message: string, at = first): GroupEntry[] => {
    findings.push(report(GROUP_CODES['server-group-entry'], placeOf(entry, at), message));
    return [];
  };
  if (first.text !== 'fwmark') {
    const wrong = wrongAddress(first.text, second?.text, version);
    if (wrong) return fail(`${wrong}: keepalived ignores this entry.`);
    const { family, port } = readEndpoint(first.text, second?.text)!;
    return [{ directive: entry, port, family }];
  }
  if (!second) return fail('`fwmark` needs a number behind it: keepalived stops here and does not start.');
  if (readInteger(second.text, 0, U32_MAX) === undefined) {
    return fail(
      `A mark is a number from 0 to ${U32_MAX}, not \`${second.text}\`: keepalived ignores this entry.`,
      second,
    );
  }
  if (!third || compareVersions(version, FAMILY_OF_MARK_SINCE) < 0) return [{ directive: entry }];
  if (third.text === 'inet') return [{ directive: entry, family: 4 }];
  if (third.text === 'inet6') return [{ directive: entry, family: 6 }];
  return fail(`Behind a mark inet or inet6 may stand, not \`${third.text}\`: keepalived ignores this entry.`, third);
}

/** The first address says which family the others must be of. */
function ofOneFamily(entries: readonly GroupEntry[], findings: Finding[]): GroupEntry[] {
  const family = entries.find((entry) => !isMark(entry))?.family;
  return entries.filter((entry) => {
    if (isMark(entry) || entry.family === family) return true;
    const { directive } = entry;
    const message = `Before 2.1.0 a group has one family, here IPv${family}: keepalived ignores this entry.`;
    findings.push(report(GROUP_CODES['server-group-entry'], placeOf(directive, directive.words[0]), message));
    return false;
  });
}

/** What is wrong with `ADDRESS`, `ADDRESS/LENGTH`, `ADDRESS-LAST` or `ADDRESS-ADDRESS` and a port; undefined: nothing. */
function wrongAddress(text: string, port: string | undefined, version: Version): string | undefined {
  if (!readEndpoint(text, port)) {
    return readEndpoint(text, undefined)
      ? `The port must be a number from 0 to 65535, not \`${port}\``
      : `\`${text}\` is no IP address`;
  }
  const host = readHost(text.split(/[/-]/, 1)[0]!)!;
  const current = compareVersions(version, NETWORKS_SINCE) >= 0;
  // Older releases overlook the length.
  if (text.includes('/')) return current ? wrongNetwork(host, text) : undefined;
  const dash = text.indexOf('-');
  if (dash < 0) return undefined;
  const end = text.slice(dash + 1);
  if (current && end.includes(host.family === 4 ? '.' : ':')) return wrongSpan(host, end, text);
  return wrongRange(host, end, text);
}

function wrongNetwork(host: Address, text: string): string | undefined {
  const length = readInteger(text.slice(text.indexOf('/') + 1), 1, host.family === 4 ? 32 : 128);
  if (length === undefined) return `The prefix length of \`${text}\` is not right`;
  return prefixBitsAreFree(host, length) ? undefined : `\`${text}\` is no network: bits behind its prefix are set`;
}

/** From one address to another. */
function wrongSpan(host: Address, end: string, text: string): string | undefined {
  const last = readEndpoint(end, undefined);
  if (!last) return `\`${end}\`, the end of the range, is no IP address`;
  if (last.family !== host.family) return `The range \`${text}\` begins and ends in different families`;
  return compareAddresses(host.canonical, last.canonical) > 0
    ? `The range \`${text}\` ends before it begins`
    : undefined;
}

/** Up to a last part. */
function wrongRange(host: Address, end: string, text: string): string | undefined {
  const [digits, radix, max] = host.family === 4 ? [/^\d*$/, 10, 255] : [/^[\da-f]*$/i, 16, 0xffff];
  if (!digits.test(end)) return `\`${end}\`, the end of the range, is no number`;
  const last = Number.parseInt(end || '0', radix);
  if (last > max) return `\`${end}\`, the end of the range, is too large`;
  const start = Number.parseInt(host.canonical.split(/[.:]/).at(-1)!, radix);
  return start >= last ? `The range \`${text}\` ends before it begins` : undefined;
}
