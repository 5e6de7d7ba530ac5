/** The real keepalived, asked what it thinks of a configuration: in a network namespace of its own, with -t alone. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Version } from '../../server/src/schema/index.ts';
import { versionOf } from '../support/keepalivedVersion.ts';
import { findProgram } from '../support/requirements.ts';
import { interfacesIn } from './interfaces.ts';

export interface Message {
  readonly text: string;
  /** From 1; 0 where it names no line of the main file. */
  readonly line: number;
}

/** What `keepalived -t` said. */
export interface Verdict {
  readonly messages: readonly Message[];
  /** Lines about which it complains because of this machine: an interface, a script, how it was built. */
  readonly machine: ReadonlySet<number>;
  /** Why it did not come to the end: a missing argument, or a crash. */
  readonly ended?: 'stopped' | 'crashed';
}

export interface Keepalived {
  readonly version: Version;
  /** The main file that `judge` writes. */
  readonly file: string;
  judge(text: string): Promise<Verdict>;
  end(): void;
}

/** Bridges with an address each; others that a configuration names are there for as long as it is judged. */
const INTERFACES = ['eth0', 'eth1'];

/** Users and groups are those of the machine. */
const USERS = /uid\/gid|Unable to set default user|Unable to resolve|[Uu]nknown (?:user|group)/;
/** What follows where a script has no user. */
const FOR_LACK_OF_USERS = /Invalid (?:startup|shutdown) script|track script .* not found/;

/** What it says of the machine rather than of the configuration. */
const ABOUT_THE_MACHINE = [
  /insecure|SECURITY VIOLATION|not found\/accessible/i,
  // How it was built.
  /^iptables not supported|^Unknown keyword '(?:vrrp_ipsets|enable_dbus|dbus_\w+)'/,
  // An interface that cannot be made, as its name is no name; or is none of the kind.
  /interface .*(?:doesn't|does not) exist|Non-existent interface specified|unknown interface .* specified for/i,
  /VRF .* not found for|is not a VRF/,
  USERS,
  // The names in iproute2's tables, of protocols, and of groups of interfaces.
  /^Routing table .* not found|^Scope .* not found|^Invalid scope|^TOS value .* is invalid|^suppress_group .* is invalid/,
  /^Invalid (?:ip)?proto /,
];

/** Seconds of the processor; it takes a hundredth of one. Some faults make it run in circles instead of crashing. */
const ENDLESS = ['prlimit', '--cpu=1'];

let started = 0;

/** A keepalived of one's own. Call `end` when done. */
export function startKeepalived(program = findProgram('keepalived')!): Keepalived {
  const namespace = `kha-parity-${process.pid}-${started++}`;
  const folder = mkdtempSync(join(tmpdir(), 'kha-parity-'));
  const file = join(folder, 'keepalived.conf');
  const iproute = findProgram('ip')!;
  const ip = (...args: string[]) => spawnSync(iproute, args, { encoding: 'utf8' });
  const addBridge = (name: string) => ip('-n', namespace, 'link', 'add', 'name', name, 'up', 'type', 'bridge');
  ip('netns', 'add', namespace);
  for (const [index, name] of INTERFACES.entries()) {
    addBridge(name);
    ip('-n', namespace, 'addr', 'add', `192.168.${10 + index}.11/24`, 'dev', name);
  }
  const run = (...args: string[]): Promise<{ said: string; ended?: Verdict['ended'] }> =>
    new Promise((resolve) => {
      const command = ['netns', 'exec', namespace, ...ENDLESS, program, ...args];
      execFile(iproute, command, { maxBuffer: 1 << 26 }, (error, _, stderr) => {
        const code = error?.code;
        const crashed = error?.signal || (typeof code === 'number' && code > 128 && code !== 204);
        const ended = crashed ? 'crashed' : code === 2 ? 'stopped' : undefined;
        resolve({ said: stderr, ...(ended && { ended }) });
      });
    });
  const end = (): void => {
    process.off('exit', end);
    ip('netns', 'delete', namespace);
    rmSync(folder, { recursive: true });
  };
  process.on('exit', end);
  return {
    version: versionOf(program),
    file,
    async judge(text) {
      writeFileSync(file, text);
      const extra = interfacesIn(text).filter((name) => !INTERFACES.includes(name) && addBridge(name).status === 0);
      const { said, ended } = await run('-t', '-f', file);
      for (const name of extra) ip('-n', namespace, 'link', 'delete', name);
      const all = said.split('\n').filter(Boolean).map(readMessage);
      const lostScripts = USERS.test(said);
      const isMachine = ({ text: message }: Message): boolean =>
        ABOUT_THE_MACHINE.some((pattern) => pattern.test(message)) || (lostScripts && FOR_LACK_OF_USERS.test(message));
      return {
        messages: all.filter((message) => !isMachine(message)),
        machine: new Set(all.filter(isMachine).map(({ line }) => line)),
        ...(ended && { ended }),
      };
    },
    end,
  };

  function readMessage(line: string): Message {
    const [, of = file, number, text = line] = /^\((?:(.*): )?Line (\d+)\) (.*)$/s.exec(line) ?? [];
    return { text, line: number !== undefined && of === file ? Number(number) : 0 };
  }
}
