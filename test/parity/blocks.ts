/** Blocks that keepalived accepts, with no more in them than it asks for. */
import { type BlockKeyword, isKnownSince, type Keyword, lookup, ROOT } from '../../server/src/schema/index.ts';
import { argumentsOf, entryOf, freshAddress, type Line, line, statement, type Writing } from './statements.ts';

/** What must stand in a block, by its name; statements that a test gives take the place of those here. */
const BASIS: Readonly<Record<string, (writing: Writing) => (Line | string)[]>> = {
  vrrp_instance: (writing) => [
    'interface eth0',
    'priority 100',
    `virtual_router_id ${(writing.fresh() % 255) + 1}`,
    line('virtual_ipaddress', [`${freshAddress(writing)}/24`]),
  ],
  vrrp_sync_group: ({ names }) => [line('group', names.vrrp_instance.slice(0, 2))],
  track_group: ({ names }) => [line('group', names.vrrp_instance.slice(0, 1))],
  vrrp_script: () => ['script "/bin/true"'],
  vrrp_track_process: () => ['process keepalived'],
  track_file: () => ['file /tmp/kha.track'],
  vrrp_track_file: () => ['file /tmp/kha.track'],
  bfd_instance: (writing) => [`neighbor_ip ${freshAddress(writing, 50)}`],
  garp_group: () => ['garp_interval 1', 'interface eth0'],
  authentication: () => ['auth_type PASS', 'auth_pass 1234'],
  auth_hmac: () => ['key 1 0123456789abcdef0123456789abcdef'],
  virtual_server: (writing) => [
    'lb_algo rr',
    'lb_kind NAT',
    'protocol TCP',
    line(`real_server ${freshAddress(writing, 40)} 80`, []),
  ],
  HTTP_GET: () => [line('url', ['path /'])],
  SSL_GET: () => [line('url', ['path /'])],
  url: () => ['path /'],
  MISC_CHECK: () => ['misc_path /bin/true'],
  FILE_CHECK: ({ names }) => [`track_file ${names.track_file[0]}`],
  BFD_CHECK: ({ names }) => [`name ${names.bfd_instance[0]}`],
};

const nameOf = ({ text }: Line): string => text.split(' ', 1)[0]!;

/** The block with these lines, and whatever else it needs. */
export function blockWith(keyword: BlockKeyword, lines: readonly Line[], around: string, writing: Writing): Line {
  const header = statement(keyword, around, writing);
  const given = new Set(lines.map(nameOf));
  const basis = (BASIS[keyword.name]?.(writing) ?? []).map((one) => (typeof one === 'string' ? line(one) : one));
  return line(header, [...basis.filter((one) => !given.has(nameOf(one))), ...lines]);
}

/** The lines in the block at this path, in blocks that need nothing else. */
export function within(path: readonly string[], lines: readonly Line[], writing: Writing): readonly Line[] {
  return path.reduceRight<readonly Line[]>((inner, name, depth) => {
    const keyword = lookup(path.slice(0, depth + 1));
    if (keyword?.kind !== 'block') return [line(name, inner)];
    return [blockWith(keyword, inner, path[depth - 1] ?? '', writing)];
  }, lines);
}

/** A block or list that is in order, or a statement. */
export function wellFormed(keyword: Keyword, path: readonly string[], writing: Writing): Line {
  const around = path.at(-1) ?? '';
  if (keyword.kind === 'block') return blockWith(keyword, [], around, writing);
  if (keyword.kind === 'statement') return line(statement(keyword, around, writing));
  return line(`${keyword.name} ${argumentsOf(keyword, around, writing)}`.trim(), [entryOf(keyword, [], writing)]);
}

/** Objects for others to refer to, one of each kind, and two instances. */
export function objects(writing: Writing): Line[] {
  const kinds = ['vrrp_script', 'vrrp_track_process', 'track_file', 'bfd_instance', 'vrrp_instance', 'vrrp_instance'];
  return kinds.flatMap((name) => {
    const keyword = ROOT.get(name)!;
    return isKnownSince(keyword, writing.version) ? [wellFormed(keyword, [], writing)] : [];
  });
}

/** Scripts may run, so that nothing is said about them. */
export const GLOBALS: readonly string[] = ['enable_script_security', 'script_user root'];
