/** What keepalived-ha.json says of a deployment: where each node is, and what belongs there. */
import { isIP } from 'node:net';
import { dirname, resolve } from 'node:path';
import { type ParseError, parse } from 'jsonc-parser';
import { readClusterFile } from '../../server/src/index.ts';
import { isDestination } from './ssh/destination.ts';

export interface Inventory {
  /** The keepalived-ha.json, by its absolute path. */
  readonly file: string;
  readonly nodes: readonly InventoryNode[];
  /** To be installed on every node. */
  readonly packages: readonly string[];
  /** To be enabled and started on every node; keepalived is always one of them. */
  readonly services: readonly string[];
  readonly checks: readonly HttpCheck[];
}

export interface InventoryNode {
  readonly name: string;
  /** As ssh takes it. */
  readonly host: string;
  readonly become: 'none' | 'sudo';
  /** The configuration here, by its absolute path. */
  readonly config: string;
  readonly configId: string;
  /** Its absolute path on the node. */
  readonly target: string;
  readonly files: readonly InventoryFile[];
}

export interface InventoryFile {
  /** Absolute path here. */
  readonly source: string;
  /** Absolute path on the node. */
  readonly target: string;
  /** Octal; without it a file that is there keeps its own, and a new one gets 0644. */
  readonly mode?: string;
}

/** A page at a virtual address. */
export interface HttpCheck {
  readonly url: string;
  /** The virtual address, without the brackets of IPv6. */
  readonly address: string;
  /** What the page must contain, by the name of the node that owns the address. */
  readonly answers: Readonly<Record<string, string>>;
}

export type InventoryReading = { readonly inventory: Inventory } | { readonly problems: readonly string[] };

export const KEEPALIVED = 'keepalived';
const USUAL_TARGET = '/etc/keepalived/keepalived.conf';

/** Any text gives an answer. Nothing of what is refused here ever reaches ssh. */
export function readInventory(file: string, text: string): InventoryReading {
  const problems: string[] = [];
  const { nodes: named, findings } = readClusterFile(file, text);
  problems.push(...findings.filter(({ severity }) => severity === 'error').map(({ message }) => message));
  const errors: ParseError[] = [];
  const root = problems.length
    ? {}
    : asObject(parse(text.replace(/^\uFEFF/, ' '), errors, { allowTrailingComma: true }));
  const list = asObject(root.nodes);
  const folder = dirname(file);

  const nodes = named.map(({ name, config, configId }): InventoryNode => {
    const node = asObject(list[name]);
    const where = `nodes.${name}`;
    const become = node.become ?? 'none';
    if (!NAME.test(name)) problems.push(`${where}: a node's name has letters, digits, dots, dashes and underscores.`);
    if (become !== 'none' && become !== 'sudo') problems.push(`${where}.become: write "none" or "sudo".`);
    return {
      name,
      host: textOf(node.host, `${where}.host`, isDestination, DESTINATION, problems),
      become: become === 'sudo' ? 'sudo' : 'none',
      config,
      configId,
      target: textOf(node.target ?? USUAL_TARGET, `${where}.target`, isRemotePath, REMOTE_PATH, problems),
      files: listOf(node.files, `${where}.files`, problems).map((each, i) =>
        readFile(asObject(each), `${where}.files[${i}]`, folder, problems),
      ),
    };
  });
  const names = new Set(nodes.map(({ name }) => name));
  const units = (property: 'packages' | 'services'): string[] =>
    listOf(root[property], property, problems).map((each, i) =>
      textOf(each, `${property}[${i}]`, isUnit, 'write the name of one, such as nginx', problems),
    );
  const packages = units('packages');
  const services = units('services');
  const checks = listOf(root.checks, 'checks', problems).map((each, i) =>
    readCheck(asObject(each), `checks[${i}]`, names, problems),
  );
  problems.push(...twice(nodes));
  if (problems.length) return { problems };
  return { inventory: { file, nodes, packages, services: [...new Set([...services, KEEPALIVED])], checks } };
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
/** A name that systemctl and package managers take for nothing else. */
export const isUnit = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9@._+:-]*$/.test(text);
const DESTINATION = 'write where to reach it as ssh takes it, such as root@192.168.10.11; no blanks, no leading dash';
const REMOTE_PATH = 'write the absolute path of a file on the node, without control characters';

/** Line by line is how hosts keep what was there before. */
const isRemotePath = (text: string): boolean =>
  /^\/[^\p{Cc}]*[^/\p{Cc}]$/u.test(text) && !text.split('/').some((part) => part === '.' || part === '..');

function readFile(
  file: Readonly<Record<string, unknown>>,
  where: string,
  folder: string,
  problems: string[],
): InventoryFile {
  const source = textOf(
    file.source,
    `${where}.source`,
    (text) => text !== '',
    'write the path of the file here',
    problems,
  );
  const target = textOf(file.target, `${where}.target`, isRemotePath, REMOTE_PATH, problems);
  if (file.mode === undefined) return { source: resolve(folder, source), target };
  const mode = textOf(file.mode, `${where}.mode`, (text) => /^0?[0-7]{3}$/.test(text), 'write it as 0644', problems);
  return { source: resolve(folder, source), target, mode };
}

function readCheck(
  check: Readonly<Record<string, unknown>>,
  where: string,
  names: ReadonlySet<string>,
  problems: string[],
): HttpCheck {
  const address = addressOf(check.url);
  if (address === undefined) {
    problems.push(`${where}.url: write a page at a virtual address, such as http://192.168.10.111/.`);
  }
  const answers = Object.entries(asObject(check.answers));
  for (const [name, answer] of answers) {
    if (!names.has(name)) problems.push(`${where}.answers: there is no node ${name}.`);
    if (typeof answer !== 'string' || answer === '') problems.push(`${where}.answers.${name}: write a text.`);
  }
  return {
    url: String(check.url),
    address: address ?? '',
    answers: Object.fromEntries(answers.map(([name, answer]) => [name, String(answer)])),
  };
}

function addressOf(url: unknown): string | undefined {
  if (typeof url !== 'string' || !/^https?:\/\/\S+$/.test(url) || !URL.canParse(url)) return undefined;
  const { hostname, username, password } = new URL(url);
  const address = hostname.replace(/^\[|\]$/g, '');
  return isIP(address) && !username && !password ? address : undefined;
}

/** Two files at one place, and two nodes on one host, would overwrite each other. */
function twice(nodes: readonly InventoryNode[]): string[] {
  const places = nodes.flatMap(({ name, target, files }) =>
    repeated([target, ...files.map((file) => file.target)]).map((path) => `nodes.${name}: ${path} is written twice.`),
  );
  const hosts = repeated(nodes.map(({ host }) => host)).filter((host) => host !== '');
  return [...places, ...hosts.map((host) => `nodes: ${host} is the host of two nodes.`)];
}

const repeated = (texts: readonly string[]): string[] => [
  ...new Set(texts.filter((text, i) => texts.indexOf(text) !== i)),
];

const asObject = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

function listOf(value: unknown, where: string, problems: string[]): readonly unknown[] {
  if (value === undefined || Array.isArray(value)) return value ?? [];
  problems.push(`${where}: write a list.`);
  return [];
}

function textOf(
  value: unknown,
  where: string,
  isGood: (text: string) => boolean,
  advice: string,
  problems: string[],
): string {
  if (typeof value === 'string' && isGood(value)) return value;
  problems.push(`${where}: ${advice}.`);
  return '';
}
