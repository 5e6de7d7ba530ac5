// Real hosts on one machine: each has a network namespace, a disk laid over the machine's own, and systemd as PID 1.
import type { ChildProcess, ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RunOptions, run } from '../../scripts/steps.ts';
import { type Files, filesOf, sharedFiles, writeFiles } from './disk.ts';
import { type Keeper, listen, script, startKeeper } from './keeper.ts';
import { ip, type Switch, segments, startSwitch } from './switch.ts';

export interface Host {
  readonly name: string;
  /** 192.168.10.11 for the first one. */
  readonly address: string;
  /** Those that it has by itself, of both families, on all segments. */
  readonly ownAddresses: readonly string[];
  readonly isOn: boolean;
  /** Switches it on; done when its services have started, or have failed to. */
  boot(): Promise<void>;
  /** A power cut. The disk remains. */
  powerOff(): Promise<void>;
  /** Runs a program as root on it to its end; see `run`. */
  run(command: string, args: readonly string[], options?: RunOptions): Promise<string>;
  /** Puts files there, whether it is on or off. */
  write(files: Files): void;
  /** Takes a file away, likewise. */
  remove(path: string): void;
}

export interface Lab {
  readonly keeper: Keeper;
  readonly switch: Switch;
  readonly hosts: readonly Host[];
  /** By its name. */
  host(name: string): Host;
  /** Runs a program on a machine that is no host, 192.168.10.100. `ssh -F ${sshConfig} ngx1` reaches the hosts. */
  client(command: string, args: readonly string[], options?: RunOptions): Promise<string>;
  /** Starts one there, with pipes to it; it ends with the lab at the latest. */
  startOnClient(command: string, args: readonly string[], options?: RunOptions): ChildProcessWithoutNullStreams;
  /** Path, as the client has it, of a configuration for ssh that knows the hosts by their names, and their keys. */
  readonly sshConfig: string;
  /** See `Keeper.end`. */
  end(): Promise<void>;
}

const FIRST = 11;
const CLIENT = 100;

/** Of a host by its place in the lab, on the first segment. */
export const addressOf = (place: number): string => `${segments[0]!.network}.${FIRST + place}`;

const SSH = '/run/lab/ssh';
const KNOWN_HOSTS = `${SSH}/known_hosts`;
const ON_CLIENT = ['netns', 'exec', 'client'];

/** A lab with these hosts, which have these files; they are not switched on yet. Needs what `systemd hosts` asks for. */
export async function startLab(files: Readonly<Record<string, Files>>): Promise<Lab> {
  const keeper = await startKeeper();
  try {
    const network = await startSwitch(keeper);
    const addresses = new Map(Object.keys(files).map((name, place) => [name, addressOf(place)]));
    mkdirSync(keeper.file(SSH));
    await newKey(keeper, `${SSH}/id`);
    writeFiles(keeper.file(SSH), { '/config': sshConfig(addresses) });
    writeFiles(keeper.file('/run/lab/base'), sharedFiles);
    const hosts = await Promise.all(
      Object.entries(files).map(async ([name, own], place) => {
        const host = await makeHost(keeper, network, name, place);
        host.write({ ...filesOf(name, addresses), ...own });
        return host;
      }),
    );
    await network.plugIn('client');
    await ip(keeper, 'client', [
      ...ownAddresses(CLIENT).map(({ command }) => command),
      ...segments.map(({ device }) => `link set ${device} up`),
    ]);
    await network.setPorts('client', 'up');
    return {
      keeper,
      switch: network,
      hosts,
      host(name) {
        const host = hosts.find((one) => one.name === name);
        if (!host) throw new Error(`There is no host ${name} in this lab.`);
        return host;
      },
      client: (command, args, options) => keeper.run('ip', [...ON_CLIENT, command, ...args], options),
      startOnClient: (command, args, options) => keeper.start('ip', [...ON_CLIENT, command, ...args], options),
      sshConfig: `${SSH}/config`,
      end: keeper.end,
    };
  } catch (error) {
    await keeper.end();
    throw error;
  }
}

/** What a device has by itself, and how `ip` is told so. */
const ownAddresses = (number: number): { text: string; command: string }[] =>
  segments.flatMap(({ device, network, network6 }) => [
    { text: `${network}.${number}`, command: `addr add ${network}.${number}/24 dev ${device}` },
    { text: `${network6}${number}`, command: `addr add ${network6}${number}/64 dev ${device} nodad` },
  ]);

const newKey = (keeper: Keeper, file: string): Promise<string> =>
  keeper.run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'lab', '-f', file]);

const sshConfig = (addresses: ReadonlyMap<string, string>): string =>
  [
    ...[...addresses].map(([name, address]) => `Host ${name}\n  HostName ${address}`),
    'Host *',
    '  User root',
    `  IdentityFile ${SSH}/id`,
    '  IdentitiesOnly yes',
    `  UserKnownHostsFile ${KNOWN_HOSTS}`,
    '  StrictHostKeyChecking yes',
    '  LogLevel ERROR',
    '',
  ].join('\n');

async function makeHost(keeper: Keeper, network: Switch, name: string, place: number): Promise<Host> {
  const folder = `/run/lab/${name}`;
  const disk = keeper.file(`${folder}/disk`);
  for (const part of ['disk', 'work', 'root']) mkdirSync(keeper.file(`${folder}/${part}`), { recursive: true });
  mkdirSync(join(disk, 'root/.ssh'), { recursive: true, mode: 0o700 });
  cpSync(keeper.file(`${SSH}/id.pub`), join(disk, 'root/.ssh/authorized_keys'));
  mkdirSync(join(disk, 'etc/ssh'), { recursive: true });
  await newKey(keeper, `${folder}/disk/etc/ssh/ssh_host_ed25519_key`);
  const hostKey = readFileSync(join(disk, 'etc/ssh/ssh_host_ed25519_key.pub'), 'utf8');
  appendFileSync(keeper.file(KNOWN_HOSTS), `${addressOf(place)} ${hostKey}`);
  await network.plugIn(name);

  const addresses = ownAddresses(FIRST + place);
  let running: { readonly machine: ChildProcess; readonly pid: number } | undefined;
  const onHost = (command: string, args: readonly string[], options?: RunOptions): Promise<string> => {
    if (!running) return Promise.reject(new Error(`${name} is switched off`));
    return run('nsenter', ['--target', String(running.pid), '--all', '--', command, ...args], options);
  };
  // A disk in use is written through the host: the kernel does not expect changes behind its back.
  const root = (): string => (running ? `/proc/${running.pid}/root` : disk);
  /** Waits until systemd has nothing left to start; a failed service makes it `degraded`. */
  const untilStarted = async (): Promise<void> => {
    while (running) {
      // While it starts, and where a service has failed, the exit code is not 0; the state is the answer then too.
      const state = await onHost('systemctl', ['is-system-running']).catch((error: Error) => error.message);
      if (/^(running|degraded)$/m.test(state)) return;
      await sleep(50);
    }
  };
  return {
    name,
    address: addressOf(place),
    ownAddresses: addresses.map(({ text }) => text),
    get isOn() {
      return running !== undefined;
    },
    async boot() {
      const commands = addresses.map(({ command }) => command);
      await ip(keeper, name, commands);
      await network.setPorts(name, 'up');
      const host = [script('host.sh'), name, join(keeper.cgroup, name)];
      const machine = keeper.start('nsenter', [`--net=/run/netns/${name}`, ...host]);
      const { pid, ended } = listen(machine);
      running = { machine, pid: await pid };
      await Promise.race([untilStarted(), ended]).catch((error: Error) => {
        running = undefined;
        throw error;
      });
    },
    async powerOff() {
      if (!running) return;
      // The port first: the network namespace outlives its processes, and would go on answering.
      await network.setPorts(name, 'down');
      const gone = once(running.machine, 'exit');
      process.kill(running.pid, 'SIGKILL');
      running = undefined;
      await gone;
      const commands = segments.flatMap(({ device }) => [`link set ${device} down`, `addr flush dev ${device}`]);
      await ip(keeper, name, commands);
    },
    run: onHost,
    write: (files) => writeFiles(root(), files),
    remove: (path) => rmSync(join(root(), path)),
  };
}
