/** Every keyword is accepted where it belongs and unknown elsewhere, and so is every option of a list, by release. */
import { describe, expect, test } from 'vitest';
import {
  compareVersions,
  type ListKeyword,
  lookup,
  type Option,
  ROOT,
  type Value,
  type Version,
} from '../../../server/src/schema/index.ts';
import { TOP_LEVEL_ONLY } from '../../../server/src/syntax/topLevel.ts';
import { nested, WORDS, written } from '../schema/words.ts';
import { check } from './marked.ts';

const OLDEST: Version = '2.0.0';
const NEWEST: Version = '2.4.3';

/** The release before: of a series whose last one nobody needs to know, one that is higher than all of them. */
function before(version: Version): Version {
  const [major, minor, patch] = version.split('.').map(Number) as [number, number, number];
  if (patch > 0) return `${major}.${minor}.${patch - 1}`;
  return minor > 0 ? `${major}.${minor - 1}.999` : `${major - 1}.999.0`;
}

/** What is said of a word as such, or of the line that begins with it, at each place where a text has it. */
const saidOf = (word: string, text: string, version: Version): string[] =>
  check(text, version)
    .filter(({ start, end }) => text.slice(start, end).split(' ', 1)[0] === word)
    .map(({ finding }) => finding.code)
    .filter((code) => ['unknown-keyword', 'newer-than-target', 'missing-brace'].includes(code));

const keywords = WORDS.filter(({ kind }) => kind === 'keyword').map(({ path, since }) => ({
  path,
  since,
  name: path.at(-1)!,
  keyword: lookup(path)!,
  text: nested(path.slice(0, -1), written(lookup(path)!)),
}));
const blocks = keywords.flatMap(({ path, keyword }) => (keyword.kind === 'block' ? [{ path, keyword }] : []));
const inOrder = keywords.filter(({ since }) => since !== 'next') as ((typeof keywords)[number] & { since?: Version })[];

describe('every keyword', () => {
  test('is accepted where it belongs, in the release that has it and in the newest', () => {
    expect(keywords).toHaveLength(531);
    const refused = inOrder.flatMap(({ path, name, since = OLDEST, text }) =>
      [since, NEWEST].flatMap((version) => saidOf(name, text, version).map((code) => `${path.join('/')} ${code}`)),
    );
    expect(refused).toEqual([]);
  });

  test('is newer than the release before', () => {
    // Only those that came later than what they stand in: the others are inside a block that is newer itself.
    const later = keywords.filter(({ path, since }) => since && since !== outerSince(path));
    expect(later.length).toBeGreaterThan(100);
    for (const { path, name, since, text } of later) {
      const version = since === 'next' ? NEWEST : before(since!);
      expect(saidOf(name, text, version), path.join('/')).toEqual(['newer-than-target']);
    }
  });

  test('is unknown in a block that it does not belong in, and at the top level', () => {
    for (const { path, name, keyword } of keywords) {
      const elsewhere = blocks.filter((block) => block.keyword.kind === 'block' && !block.keyword.keywords.has(name));
      // Others each time, so that every block is tried with many words.
      const foreign = elsewhere[(path.join().length * 7) % elsewhere.length]!;
      const places = [foreign.path, ...(ROOT.has(name) ? [] : [[]])];
      for (const place of places) {
        const text = nested(place, written(keyword));
        const said = new Set(saidOf(name, text, NEWEST));
        // A block of the top level inside another says that the other is not closed.
        const code = TOP_LEVEL_ONLY.has(name) ? 'missing-brace' : 'unknown-keyword';
        expect([...said], `${name} in ${place.join('/') || 'the top level'}`).toEqual([code]);
      }
    }
  });
});

function outerSince(path: readonly string[]): string | undefined {
  return WORDS.find((word) => word.path.join('/') === path.slice(0, -1).join('/'))?.since;
}

/** What an entry must have for its options to be looked at; one of them suits each option. */
const ENTRIES: Readonly<Record<string, readonly string[]>> = {
  static_ipaddress: ['192.168.10.5/24', '2001:db8::5/64', '192.168.10.5'],
  static_routes: ['10.0.0.0/8 dev eth0', '2001:db8::/32 dev eth0', '10.0.0.0/8', 'dev eth0'],
  static_rules: [
    'from 10.0.0.0/8 preference 100 table 5',
    'from 2001:db8::/32 preference 100 table 5',
    'from 10.0.0.0/8 preference 100',
    'preference 100 table 5',
    'from 10.0.0.0/8 table 5',
    'from 10.0.0.0/8 iif eth0 preference 100 table 5',
  ],
  track_interface: ['eth1', 'eth1 weight 5'],
  track_script: ['chk', 'chk weight 5'],
  track_file: ['chk', 'chk weight 5'],
  track_process: ['chk', 'chk weight 5'],
  track_bfd: ['chk', 'chk weight 5'],
  unicast_peer: ['192.168.10.12'],
};
const LISTS = [
  ['static_ipaddress'],
  ['static_routes'],
  ['static_rules'],
  ['vrrp_instance', 'virtual_ipaddress'],
  ['vrrp_instance', 'virtual_ipaddress_excluded'],
  ['vrrp_instance', 'virtual_routes'],
  ['vrrp_instance', 'virtual_rules'],
  ['vrrp_instance', 'unicast_peer'],
  ...['vrrp_instance', 'vrrp_sync_group'].flatMap((block) =>
    ['track_interface', 'track_script', 'track_file', 'track_process', 'track_bfd'].map((list) => [block, list]),
  ),
];
const entriesOf = (list: string): readonly string[] =>
  ENTRIES[list.replace(/^virtual_/, 'static_').replace('_excluded', '')]!;

/** What the entries above name. */
const OBJECTS = `
vrrp_script chk {
    script "/bin/true"
}
vrrp_track_file chk {
    file /etc/hostname
}
vrrp_track_process chk {
    process init
}
bfd_instance chk {
    neighbor_ip 192.168.10.12
}
track_group chk {
    group { x }
}
`;
const WORDS_OF_VALUES: Readonly<Record<string, string>> = {
  to: '10.0.0.0/8',
  encap: 'ip id 5',
  goto: '200',
  label: 'eth0:1',
  rtt: '300ms',
  rttvar: '300ms',
  rto_min: '300ms',
  realms: '5',
  fwmark: '5',
  uidrange: '1-2',
  sport: '80-80',
  dport: '80-80',
  ipproto: 'tcp',
  protocol: '18',
};

/** A right value of an option, for IPv4 and for IPv6. */
function valuesOf({ name, value }: Option): string[] {
  const sampleOf = (kind: Value): string[] => {
    switch (kind.kind) {
      case 'integer':
        return [`${Math.max(kind.min, Math.min(kind.max, 5))}`, `${kind.min}`];
      case 'choice':
        return [kind.values[0]!];
      case 'address':
        return ['192.168.10.9', '2001:db8::9'];
      case 'either':
        return kind.values.flatMap(sampleOf);
      case 'interface':
        return ['eth0'];
      default:
        return ['chk'];
    }
  };
  const known = WORDS_OF_VALUES[name];
  return known ? [known] : value ? sampleOf(value) : [''];
}

/** What is said of words that keepalived reads nevertheless. */
const READ_NEVERTHELESS = ['route-old-word'];

/** Whether an entry with this option passes in some form: nothing is said of the option and its value. */
function passes(path: readonly string[], option: Option, version: Version): boolean {
  const list = path.at(-1)!;
  return entriesOf(list).some((entry) =>
    valuesOf(option).some((value) => {
      const line = `${entry} ${option.name} ${value}`.trimEnd();
      const text = OBJECTS + nested(path, `${line}\n`);
      const at = text.indexOf(line) + entry.length + 1;
      return !check(text, version).some(
        ({ finding, start, end }) =>
          start < at + line.length - entry.length - 1 && end > at && !READ_NEVERTHELESS.includes(finding.code),
      );
    }),
  );
}

/** Before these came, keepalived did not look at what stands behind the address of a peer. */
const OVERLOOKED = ['min_ttl', 'max_ttl'];

const plain = (path: readonly string[]): Option[] =>
  // Those of a gateway or a tunnel count only behind another word.
  (lookup(path) as ListKeyword).options.filter(({ behind }) => behind === undefined);

/** Options of other lists that have no meaning here. */
const foreignTo = (path: readonly string[]): Option[] => {
  const own = new Set(
    WORDS.filter((word) => word.path.join().startsWith(path.join())).map((word) => word.path.at(-1)!),
  );
  const others = LISTS.flatMap(plain).filter(({ name }) => !own.has(name));
  return [...new Map(others.map((option) => [option.name, option])).values()];
};

describe.each(LISTS)('an entry of %s', (...names) => {
  const path = names.filter(Boolean);
  const later = (a: Version, b: Version): Version => (compareVersions(a, b) < 0 ? b : a);
  const listSince = WORDS.find((word) => word.path.join('/') === path.join('/'))!.since as Version | undefined;

  test('takes its options, from their first release to their last', () => {
    const refused = plain(path).filter((option) => {
      const first = later(later(option.since ?? OLDEST, listSince ?? OLDEST), OLDEST);
      return [first, option.until?.release ?? NEWEST].some((version) => !passes(path, option, version));
    });
    expect(refused.map(({ name }) => name)).toEqual([]);
  });

  test('knows none of them before, or after', () => {
    const dated = plain(path).filter(
      ({ name, since, until }) => ((since && since !== OLDEST) || until) && !OVERLOOKED.includes(name),
    );
    const known = dated.filter((option) => passes(path, option, option.until ? NEWEST : before(option.since!)));
    expect(known.map(({ name }) => name)).toEqual([]);
  });

  test('knows no options of other lists', () => {
    expect(foreignTo(path).length).toBeGreaterThan(10);
    expect(
      foreignTo(path)
        .filter((option) => passes(path, option, NEWEST))
        .map(({ name }) => name),
    ).toEqual([]);
  });
});
