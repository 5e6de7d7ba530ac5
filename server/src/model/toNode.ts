/** Settings become typed objects. A value that keepalived ignores is left out, one that it forces is the forced one. */
import { readAddress } from './addresses.ts';
import { type Directive, placeOf } from './directive.ts';
import { type ExpandContext, expand } from './expand.ts';
import { familyOf } from './family.ts';
import type {
  Authentication,
  Globals,
  Node,
  SyncGroup,
  Track,
  TrackedObject,
  UnicastPeer,
  VirtualAddress,
  VrrpInstance,
  VrrpScript,
} from './node.ts';
import type { Located } from './place.ts';
import { byKeyword, named, resolve, type Setting, type SettingsByName } from './settings.ts';
import { readBoolean, readDecimal, readInteger } from './values.ts';

/** Reads a node from its main file. Any content has a node; an unreadable file is an empty one. */
export function toNode(file: string, context: ExpandContext): Node {
  const expansion = expand(file, context);
  const settings = resolve(expansion.directives);
  const blocks = (name: string): Setting[] => named(settings, name).filter(({ directive }) => directive.words[1]);
  return {
    file,
    ...(context.configId !== undefined && { configId: context.configId }),
    expansion,
    settings,
    globals: globalsOf(named(settings, 'global_defs')),
    instances: firstOfName(blocks('vrrp_instance')).map(instanceOf),
    syncGroups: firstOfName(blocks('vrrp_sync_group')).map(toSyncGroup),
    scripts: blocks('vrrp_script').map(toScript),
    processes: blocks('vrrp_track_process').map((setting) => toTracked(setting, 0)),
    trackFiles: [...blocks('track_file'), ...blocks('vrrp_track_file')].map((setting) => toTracked(setting, 1)),
    bfds: blocks('bfd_instance').map((setting) => toTracked(setting, 0)),
  };
}

/** keepalived drops an instance or a sync group whose name is taken already. */
function firstOfName(settings: readonly Setting[]): Setting[] {
  const seen = new Set<string>();
  return settings.filter(({ directive }) => {
    const name = directive.words[1]!.text;
    return !seen.has(name) && seen.add(name);
  });
}

/** The last of several settings that `read` accepts: keepalived lets a later one take the place of an earlier. */
function last<T>(
  settings: SettingsByName,
  name: string,
  read: (text: string) => T | undefined,
): Located<T> | undefined {
  let found: Located<T> | undefined;
  for (const { directive } of settings.get(name) ?? []) {
    const word = directive.words[1];
    const value = word && read(word.text);
    if (word && value !== undefined) found = { value, place: placeOf(directive, word) };
  }
  return found;
}

const text = (word: string): string => word;
const integer =
  (min: number, max: number) =>
  (word: string): number | undefined =>
    readInteger(word, min, max);

/** A flag or a switch: bare means on; a flag's argument is ignored. */
function switched(settings: SettingsByName, name: string): Located<boolean> | undefined {
  let found: Located<boolean> | undefined;
  for (const { directive, keyword } of settings.get(name) ?? []) {
    const word = directive.words[1];
    const value = word && keyword?.arguments.length ? readBoolean(word.text) : true;
    if (value !== undefined) found = { value, place: placeOf(directive, word ?? directive.words[0]) };
  }
  return found;
}

const isSet = (settings: SettingsByName, name: string): boolean => settings.has(name);

const entriesOf = (settings: SettingsByName, name: string): Directive[] =>
  (settings.get(name) ?? []).flatMap(({ directive }) => [...(directive.block?.body ?? [])]);

/** Leaves out what is undefined, so that absent properties are absent. */
type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };
function present<T extends object>(properties: T): Partial<Defined<T>> {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as Partial<
    Defined<T>
  >;
}

const NO_GLOBALS: Globals = {};
const globals = new WeakMap<Setting, Globals>();

/** Nearly always there is one block, or none: then the same block has the same object. */
function globalsOf(blocks: readonly Setting[]): Globals {
  const [first] = blocks;
  if (!first) return NO_GLOBALS;
  const known = blocks.length === 1 ? globals.get(first) : undefined;
  const read = known ?? toGlobals(byKeyword(blocks.flatMap(({ children }) => children)));
  if (blocks.length === 1) globals.set(first, read);
  return read;
}

function toGlobals(settings: SettingsByName): Globals {
  return present({
    routerId: last(settings, 'router_id', text),
    version: last(settings, 'vrrp_version', integer(2, 3)),
    strict: switched(settings, 'vrrp_strict'),
    skipCheckAdvAddr: switched(settings, 'vrrp_skip_check_adv_addr'),
    multicastGroup4: last(settings, 'vrrp_mcast_group4', (word) => readGroup(word, 4)),
    multicastGroup6: last(settings, 'vrrp_mcast_group6', (word) => readGroup(word, 6)),
    checkUnicastSource: switched(settings, 'vrrp_check_unicast_src'),
    downTimerAdverts: last(settings, 'vrrp_down_timer_adverts', integer(1, 100)),
    v3ChecksumAsV2: switched(settings, 'v3_checksum_as_v2'),
    scriptSecurity: switched(settings, 'enable_script_security'),
    scriptUser: last(settings, 'script_user', text),
    dynamicInterfaces: switched(settings, 'dynamic_interfaces'),
    defaultInterface: last(settings, 'default_interface', text),
  });
}

/** A multicast group of this family, or of any; keepalived skips what is none (global_parser.c, vrrp_parser.c). */
function readGroup(word: string, family: 4 | 6 | undefined): string | undefined {
  const address = readAddress(word);
  const matches = address && (family ?? address.family) === address.family;
  return matches && /^(?:22[4-9]|23\d)\.|^ff/.test(address.canonical) ? address.canonical : undefined;
}

function nameOf({ directive }: Setting): Located<string> {
  const word = directive.words[1]!;
  return { value: word.text, place: placeOf(directive, word) };
}

const instances = new WeakMap<Setting, VrrpInstance>();

/** An instance depends on its own block only, and is kept with it. */
function instanceOf(setting: Setting): VrrpInstance {
  const known = instances.get(setting) ?? toInstance(setting);
  instances.set(setting, known);
  return known;
}

function toInstance(setting: Setting): VrrpInstance {
  const children = byKeyword(setting.children);
  const hmac = children.get('auth_hmac')?.at(-1);
  const noAccept = children.get('no_accept')?.at(-1);
  const preemption = named(setting.children, 'preempt', 'nopreempt').at(-1);
  const nopreempt = preemption?.keyword?.name === 'nopreempt' ? preemption.directive : undefined;
  const addresses = entriesOf(children, 'virtual_ipaddress').flatMap(toVirtualAddress);
  // keepalived ignores addresses of the other family.
  const family = familyOf(setting.children);
  return {
    setting,
    name: nameOf(setting),
    ...present({
      family,
      state: last(children, 'state', toState),
      interface: last(children, 'interface', text),
      virtualRouterId: last(children, 'virtual_router_id', integer(1, 255)),
      priority: last(children, 'priority', (word) => readInteger(word, 1, 255) ?? 100),
      advertInt: last(children, 'advert_int', (word) => readDecimal(word, 0.01, 255, 6)),
      version: last(children, 'version', integer(2, 3)),
      authentication: toAuthentication(children),
      hmac,
      strict: switched(children, 'strict_mode'),
      accept: noAccept
        ? { value: false, place: placeOf(noAccept.directive, noAccept.directive.words[0]) }
        : switched(children, 'accept'),
      nopreempt: nopreempt && { value: true as const, place: placeOf(nopreempt, nopreempt.words[0]) },
      preemptDelay: last(children, 'preempt_delay', (word) => readDecimal(word, 0, 1000, 6) ?? 0),
      downTimerAdverts: last(children, 'down_timer_adverts', integer(1, 100)),
      skipCheckAdvAddr: switched(children, 'skip_check_adv_addr'),
      v3ChecksumAsV2: switched(children, 'v3_checksum_as_v2'),
      sourceAddress: sourceAddressOf(setting.children),
      multicastDestination: last(children, 'mcast_dst_ip', (word) => readGroup(word, family)),
    }),
    unicast: isSet(children, 'unicast_peer'),
    peers: entriesOf(children, 'unicast_peer').flatMap(toPeer),
    checkUnicastSource: isSet(children, 'check_unicast_src'),
    addresses: uniqueAddresses(addresses.filter((address) => address.family === family)),
    excluded: entriesOf(children, 'virtual_ipaddress_excluded').flatMap(toVirtualAddress),
    useVmac: isSet(children, 'use_vmac'),
    trackedScripts: toTracks(children, 'track_script'),
    trackedInterfaces: toTracks(children, 'track_interface'),
    trackedFiles: toTracks(children, 'track_file'),
    trackedProcesses: toTracks(children, 'track_process'),
    trackedBfds: toTracks(children, 'track_bfd'),
    dontTrackPrimary: isSet(children, 'dont_track_primary'),
  };
}

/** Anything but the two words, exactly so spelt, makes a BACKUP (vrrp_parser.c, vrrp_state_handler). */
const toState = (word: string): 'MASTER' | 'BACKUP' => (word === 'MASTER' ? 'MASTER' : 'BACKUP');

function sourceAddressOf(settings: readonly Setting[]): Located<string> | undefined {
  const directive = named(settings, 'unicast_src_ip', 'mcast_src_ip').at(-1)?.directive;
  const word = directive?.words[1];
  const address = word && readAddress(word.text);
  return directive && word && address ? { value: address.canonical, place: placeOf(directive, word) } : undefined;
}

function toAuthentication(settings: SettingsByName): Authentication | undefined {
  const block = settings.get('authentication')?.at(-1);
  if (!block) return undefined;
  const children = byKeyword(block.children);
  const type = last(children, 'auth_type', (word) => (word === 'PASS' || word === 'AH' ? word : undefined));
  const pass = last(children, 'auth_pass', text);
  return { place: placeOf(block.directive, block.directive.words[0]), ...present({ type, pass }) };
}

function toVirtualAddress(directive: Directive): VirtualAddress[] {
  const [word, ...options] = directive.words;
  const address = readAddress(word.text);
  if (!address) return [];
  const dev = options.findIndex(({ text: option }) => option === 'dev');
  return [
    {
      directive,
      text: word.text.split('/')[0]!,
      family: address.family,
      canonical: address.canonical,
      ...present({ prefix: address.prefix, device: dev < 0 ? undefined : options[dev + 1]?.text }),
      place: placeOf(directive, word),
    },
  ];
}

function uniqueAddresses(addresses: readonly VirtualAddress[]): VirtualAddress[] {
  const seen = new Set<string>();
  return addresses.filter(({ canonical }) => !seen.has(canonical) && seen.add(canonical));
}

function toPeer(directive: Directive): UnicastPeer[] {
  const [word, ...options] = directive.words;
  const address = readAddress(word.text);
  if (!address) return [];
  return [
    {
      directive,
      address: { value: word.text, place: placeOf(directive, word) },
      canonical: address.canonical,
      limitsTtl: options.some(({ text: option }) => option === 'min_ttl' || option === 'max_ttl'),
    },
  ];
}

function toTracks(settings: SettingsByName, list: string): Track[] {
  return entriesOf(settings, list).map((directive) => {
    const [name, ...options] = directive.words;
    const at = options.findIndex(({ text: option }) => option === 'weight');
    const word = at < 0 ? undefined : options[at + 1];
    const value = word && readInteger(word.text, -254, 254);
    return {
      name: { value: name.text, place: placeOf(directive, name) },
      ...(word && value !== undefined && { weight: { value, place: placeOf(directive, word) } }),
      reverse: options.some(({ text: option }) => option === 'reverse'),
    };
  });
}

function toSyncGroup(setting: Setting): SyncGroup {
  const children = byKeyword(setting.children);
  const members = entriesOf(children, 'group').flatMap((directive) =>
    directive.words.map((word) => ({ value: word.text, place: placeOf(directive, word) })),
  );
  return {
    setting,
    name: nameOf(setting),
    members,
    trackingWeight: isSet(children, 'sync_group_tracking_weight') || isSet(children, 'global_tracking'),
    trackedScripts: toTracks(children, 'track_script'),
    trackedInterfaces: toTracks(children, 'track_interface'),
    trackedFiles: toTracks(children, 'track_file'),
    trackedProcesses: toTracks(children, 'track_process'),
    trackedBfds: toTracks(children, 'track_bfd'),
  };
}

function toTracked(setting: Setting, defaultWeight: number): TrackedObject {
  const children = byKeyword(setting.children);
  const weight = last(children, 'weight', integer(-254, 254));
  const words = children.get('weight')?.at(-1)?.directive.words ?? [];
  return {
    setting,
    name: nameOf(setting),
    weight: weight?.value ?? defaultWeight,
    reverse: words.some(({ text: word }) => word === 'reverse'),
  };
}

function toScript(setting: Setting): VrrpScript {
  const children = byKeyword(setting.children);
  const seconds = (name: string): number | undefined =>
    last(children, name, (word) => readDecimal(word, 0, 4294, 3) || 1)?.value;
  const interval = seconds('interval') ?? 1;
  const count = (name: string): number =>
    last(children, name, (word) => readInteger(word, 1, 2147483647) ?? 1)?.value ?? 1;
  return {
    ...toTracked(setting, 0),
    ...present({ command: last(children, 'script', text) }),
    interval,
    timeout: seconds('timeout') ?? interval,
    rise: count('rise'),
    fall: count('fall'),
  };
}
