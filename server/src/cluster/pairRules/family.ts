import { readAddress } from '../../model/addresses.ts';
import { catalogue } from '../../model/catalogue.ts';
import { removeDirective } from '../../model/edits.ts';
import type { Edit, Finding } from '../../model/finding.ts';
import { entriesOf, named } from '../../model/settings.ts';
import { disagreements, type Voice, whoHas } from './disagreement.ts';
import { appendLines, sourceAt } from './edits.ts';
import { type Entry, instanceLine } from './entry.ts';

export const FAMILY_CODES = catalogue('pair', {
  'pair-family-mismatch': ['error', 'A virtual router is IPv4 on one node and IPv6 on the other'],
});

/** keepalived opens sockets of the family of the first address only (vrrp_data.c, alloc_vrrp_vip). */
export function checkFamilies(entries: readonly Entry[]): Finding[] {
  const voices = entries.map((entry): Voice => {
    const place = entry.instance.addresses[0]?.place ?? instanceLine(entry);
    return { entry, key: `IPv${entry.effective.family}`, place };
  });
  return disagreements(voices, {
    code: FAMILY_CODES['pair-family-mismatch'],
    message: (own, others) => {
      const ignored = written(own.entry).find(({ words }) => familyOf(words[0].text) !== own.entry.effective.family);
      const why = ignored ? ` (the first address decides, and ${ignored.words[0].text} is ignored)` : '';
      return (
        `${own.entry.instance.name.value} is ${own.key} here${why}, but ${whoHas(others, ({ key }) => key)}: ` +
        'the nodes do not hear each other. Each will become MASTER and hold its own addresses: no node stands in for another.'
      );
    },
    related: ({ entry, key }) => `${entry.name} speaks ${key}`,
    fix: (own, other) => ({
      title: `Serve the ${other.key} addresses of ${other.entry.name}`,
      edits: adopt(own.entry, other.entry),
    }),
  });
}

const written = ({ instance }: Entry) => entriesOf(instance.setting.children, 'virtual_ipaddress');
const familyOf = (text: string) => readAddress(text)?.family;

const areKnown = (entry: Entry): boolean =>
  entry.instance.addresses.length > 0 && written(entry).every(({ words: [word] }) => readAddress(word.text));

/** Whether two of different families are one virtual router: by an address in both lists, or one VRID, not by a name. */
export function areMeantAsOne(a: Entry, b: Entry): boolean {
  if (!areKnown(a) || !areKnown(b)) return false;
  const shared = (from: Entry, to: Entry): boolean => {
    const addresses = new Set(from.instance.addresses.map(({ canonical }) => canonical));
    return written(to).some(({ words: [word] }) => addresses.has(readAddress(word.text)!.canonical));
  };
  const vrid = a.instance.virtualRouterId?.value;
  return shared(a, b) || shared(b, a) || (vrid !== undefined && vrid === b.instance.virtualRouterId?.value);
}

/** Leaves in the list what the other serves and adds the rest; not where other statements are of the old family. */
function adopt(own: Entry, other: Entry): Edit[] {
  const { instance } = own;
  const list = named(instance.setting.children, 'virtual_ipaddress').at(-1)?.directive;
  if (!list || instance.peers.length || instance.sourceAddress || instance.multicastDestination) return [];
  const wanted = new Map(other.instance.addresses.map(({ canonical, place }) => [canonical, sourceAt(place)]));
  const removed = written(own).flatMap((entry) => {
    const { canonical } = readAddress(entry.words[0].text)!;
    return wanted.delete(canonical) ? [] : removeDirective(entry);
  });
  const added = [...wanted.values()];
  if (removed.length === 0 || added.some((text) => /[\s$]/.test(text))) return [];
  const appended = added.length ? appendLines(list, added) : [];
  return added.length && !appended.length ? [] : [...removed, ...appended];
}
