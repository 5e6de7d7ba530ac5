/** Reads keepalived-ha.json as far as the language needs it; the editor's JSON schema checks the rest. */
import {
  createScanner,
  findNodeAtLocation,
  type Node as JsonNode,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { catalogue, report } from '../model/catalogue.ts';
import { resolveWritten } from '../model/files.ts';
import type { Finding, Severity } from '../model/finding.ts';
import { isLevel, LEVELS, type Level, type Levels } from '../model/levels.ts';
import type { Located, Place } from '../model/place.ts';
import { readVersion, type Version } from '../schema/index.ts';
import type { Item, Tree } from '../syntax/tree.ts';

export const CLUSTER_FILE_CODES = catalogue('pair', {
  'cluster-file-invalid': [
    'error',
    'keepalived-ha.json cannot be read, or does not say which configuration a node has',
  ],
});

export interface ClusterFileNode {
  readonly name: string;
  /** The configuration, as an absolute file name. */
  readonly config: string;
  /** What `@id` lines are held against: the one given, else the name up to the first dot, as keepalived does it. */
  readonly configId: string;
  /** An SSH destination. */
  readonly host?: string;
  /** The path of the configuration in the cluster file. */
  readonly place: Place;
}

export interface ClusterFile {
  readonly file: string;
  /** The text as one item, so that places in it are places like all others. */
  readonly tree: Tree;
  readonly nodes: readonly ClusterFileNode[];
  readonly keepalivedVersion?: Version;
  /** How grave findings of its nodes are. */
  readonly levels: Levels;
  /** The codes whose levels it gives, known or not. */
  readonly codes: readonly Located<string>[];
  readonly findings: readonly Finding[];
}

const DEEPEST = 100;

/** Any text gives an answer: what cannot be read is left out and reported. */
export function readClusterFile(file: string, text: string): ClusterFile {
  const item: Item = { text, comments: [] };
  const placeAt = (offset: number, length: number): Place => ({ file, item, start: offset, end: offset + length });
  const findings: Finding[] = [];
  const complain = (
    { offset, length }: { offset: number; length: number },
    message: string,
    severity: Severity = 'error',
  ): void => {
    findings.push(report(CLUSTER_FILE_CODES['cluster-file-invalid'], placeAt(offset, length), message, { severity }));
  };

  const errors: ParseError[] = [];
  // A byte order mark counts as a blank.
  const json = text.replace(/^\uFEFF/, ' ');
  const root = isShallow(json) ? parseTree(json, errors, { allowTrailingComma: true }) : undefined;
  for (const error of errors.slice(0, 1)) complain(error, `This is no valid JSON: ${inWords(error)}.`);

  const list = root && findNodeAtLocation(root, ['nodes']);
  if (!errors.length && list?.type !== 'object') {
    complain(
      list ?? { offset: 0, length: Math.min(1, text.length) },
      'Name the nodes: "nodes": { "NAME": { "config": "PATH" } }.',
    );
  }
  const nodes: ClusterFileNode[] = [];
  const taken = new Map<string, string>();
  for (const { children: [key, node] = [] } of list?.type === 'object' ? (list.children ?? []) : []) {
    if (!key || !node) continue;
    const name = String(key.value);
    const config = stringAt(node, 'config');
    if (!config) {
      complain(key, `${name} has no configuration: give its path as "config".`);
      continue;
    }
    const configId = stringAt(node, 'configId')?.value ?? name.split('.')[0]!;
    const host = stringAt(node, 'host')?.value;
    const resolved = resolveWritten(config.value, file);
    const identity = `${resolved}\0${configId}`;
    const other = taken.get(identity);
    if (other !== undefined) {
      complain(config.node, `${name} and ${other} have the same configuration and the same configId.`);
      continue;
    }
    taken.set(identity, name);
    const place = placeAt(config.node.offset, config.node.length);
    nodes.push({ name, config: resolved, configId, place, ...(host !== undefined && { host }) });
  }
  const release = root && findNodeAtLocation(root, ['keepalivedVersion']);
  const keepalivedVersion = typeof release?.value === 'string' ? readVersion(release.value) : undefined;
  if (release && !keepalivedVersion) complain(release, 'This is no release of keepalived: write it as "2.2.7".');

  const levels: Record<string, Level> = {};
  const codes: Located<string>[] = [];
  const rules = root && findNodeAtLocation(root, ['rules']);
  for (const { children: [key, level] = [] } of rules?.type === 'object' ? (rules.children ?? []) : []) {
    if (!key || !level) continue;
    const code = String(key.value);
    codes.push({ value: code, place: placeAt(key.offset, key.length) });
    if (isLevel(level.value)) levels[code] = level.value;
    else complain(level, `"${code}" is to be one of ${LEVELS.map((each) => `"${each}"`).join(', ')}.`, 'warning');
  }
  return {
    file,
    tree: { items: [item] },
    nodes,
    ...(keepalivedVersion && { keepalivedVersion }),
    levels,
    codes,
    findings,
  };
}

function stringAt(object: JsonNode, property: string): { value: string; node: JsonNode } | undefined {
  const node = findNodeAtLocation(object, [property]);
  return node?.type === 'string' && node.value !== '' ? { value: String(node.value), node } : undefined;
}

/** The parser calls itself for every level: what is nested deeper than any cluster file would exhaust the stack. */
function isShallow(text: string): boolean {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const bracket = scanner.getTokenLength() === 1 ? text[scanner.getTokenOffset()] : '';
    if (bracket === '{' || bracket === '[') depth++;
    if (bracket === '}' || bracket === ']') depth--;
    if (depth > DEEPEST) return false;
  }
  return true;
}

/** `CommaExpected` becomes "comma expected". */
const inWords = ({ error }: ParseError): string =>
  printParseErrorCode(error)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();

/** What a cluster file names and is not there; `known` are the configurations that were found. */
export const missingConfigs = ({ nodes }: ClusterFile, known: ReadonlySet<string>): Finding[] =>
  nodes
    .filter(({ config }) => !known.has(config))
    .map(({ name, place }) =>
      report(
        CLUSTER_FILE_CODES['cluster-file-invalid'],
        place,
        `There is no such file, so ${name} is left out of every check across nodes. Correct the path; it counts from the folder of this file.`,
      ),
    );
