/** What a host says of itself while it is verified. */

import { STATE } from '../apply/lock.ts';
import { canonical } from '../foretold.ts';
import { addressIn } from '../host/addresses.ts';
import type { Host, HostCall } from '../host/host.ts';
import lookScript from './look.sh';

export interface Wanted {
  readonly services: readonly string[];
  /** Seconds since 1970 by the host's clock, from when on its journal counts; without it since the last deployment. */
  readonly since?: number;
  readonly urls: readonly string[];
  readonly addresses: readonly string[];
}

export interface Look {
  readonly services: ReadonlyMap<string, ServiceLook>;
  readonly since: number;
  readonly journal: readonly string[];
  /** What it was answered, or why it was not, by URL; nothing where it has neither curl nor wget. */
  readonly pages: ReadonlyMap<string, string>;
  /** Link-layer addresses that it knows, by canonical address. */
  readonly neighbours: ReadonlyMap<string, string>;
  /** Devices with the canonical addresses that they have. */
  readonly addresses: ReadonlyMap<string, string>;
  /** Link-layer addresses by device. */
  readonly links: ReadonlyMap<string, string>;
}

export interface ServiceLook {
  /** `active`, `inactive`, `failed` … */
  readonly state: string;
  readonly pid: string;
  readonly restarts: number;
  /** As the host writes it. */
  readonly since: string;
}

export async function look(host: Host, { services, since, urls, addresses }: Wanted, call?: HostCall): Promise<Look> {
  const words = [
    ...services.map((name) => `service=${name}`),
    ...(since === undefined ? [] : [`since=${since}`]),
    ...urls.map((url) => `url=${url}`),
    ...addresses.map((address) => `address=${address}`),
  ];
  return readLook(await host.ask(lookScript, [STATE, ...words], { timeout: 60_000, ...call }));
}

export function readLook(text: string): Look {
  const sections = sectionsOf(text);
  const under = (kind: string): [string, readonly string[]][] =>
    [...sections].flatMap(([title, lines]) =>
      title.startsWith(`${kind} `) ? [[title.slice(kind.length + 1), lines] as [string, readonly string[]]] : [],
    );
  const links = (sections.get('links') ?? []).flatMap((line): [string, string][] => {
    const [, device = '', mac] = /^\d+:\s+([^:@\s]+).*\blink\/\S+ ([0-9a-f:]+)/.exec(line) ?? [];
    return mac === undefined ? [] : [[device, mac]];
  });
  const addresses = (sections.get('addresses') ?? []).flatMap((line): [string, string][] => {
    const found = addressIn(line);
    return found ? [[found.address, found.device.replace(/@.*$/, '')]] : [];
  });
  const neighbours = under('neighbour').flatMap(([address, lines]): [string, string][] => {
    const mac = lines.flatMap((line) => /\blladdr (\S+)/.exec(line)?.[1] ?? [])[0];
    return mac === undefined ? [] : [[canonical(address), mac]];
  });
  return {
    services: new Map(under('service').map(([name, lines]) => [name, serviceOf(lines)])),
    since: Number(sections.get('since')?.[0] ?? 0),
    journal: sections.get('journal') ?? [],
    pages: new Map(under('page').map(([url, [body = '']]) => [url, Buffer.from(body, 'base64').toString('utf8')])),
    neighbours: new Map(neighbours),
    addresses: new Map(addresses),
    links: new Map(links),
  };
}

function sectionsOf(text: string): ReadonlyMap<string, readonly string[]> {
  const sections = text.split(/^== /m).slice(1);
  return new Map(
    sections.map((section) => {
      const [title = '', ...lines] = section.split('\n');
      return [title, lines.filter((line) => line !== '')];
    }),
  );
}

function serviceOf(lines: readonly string[]): ServiceLook {
  const values = new Map(lines.map((line) => [line.replace(/=.*/, ''), line.replace(/^.*?=/, '')]));
  return {
    state: values.get('ActiveState') ?? 'unknown',
    pid: values.get('MainPID') ?? '0',
    restarts: Number(values.get('NRestarts') ?? 0),
    since: values.get('ActiveEnterTimestamp') ?? '',
  };
}
