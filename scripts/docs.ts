// `npm run docs`: writes docs/rules, a page for every finding that has a source, and the list of all findings; and the
// codes into the schemas of the settings.
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  CATALOGUE,
  cacheFiles,
  createWorkspace,
  DEFAULT_VERSION,
  type Finding,
  type Origin,
  rangeOf,
  readClusterFile,
  resolvePath,
  type Version,
} from '../server/src/index.ts';
import { root, step } from './steps.ts';

const pages = join(root, 'docs/rules');
const sources = ['server/src/cluster/docs', 'server/src/rules/docs'];

/** Texts by path, as they stand in the example of a page. */
type Example = ReadonlyMap<string, string>;

/** What lint says of an example: where, by path and line from 1, and what. */
export interface Said extends Pick<Finding, 'code' | 'severity' | 'message'> {
  readonly path: string;
  readonly line: number;
  readonly fixes: readonly string[];
}

const sourceFiles = (): string[] => sources.flatMap((folder) => globSync(join(folder, '*.md'), { cwd: root }));

/** Codes that have a source for their page. */
export const documentedCodes = (): string[] =>
  sourceFiles()
    .map((file) => basename(file, '.md'))
    .sort();

/** The words of a page, and the files in its fenced blocks, whose info strings name a language and a path. */
export function readSource(code: string): { prose: string; example: Example } {
  const file = sourceFiles().find((each) => basename(each) === `${code}.md`)!;
  const text = readFileSync(join(root, file), 'utf8');
  const blocks = [...text.matchAll(/^```\S+ (\S+)\n([\s\S]*?)^```\n/gm)];
  const [first] = blocks;
  if (!first) throw new Error(`${code}.md has no example: a fenced block "keepalived ngx1/keepalived.conf".`);
  return { prose: text.slice(0, first.index).trim(), example: new Map(blocks.map(([, path, body]) => [path!, body!])) };
}

/** Those in which something came that a rule looks at; the first is what lint goes by where nothing is said. */
const RELEASES: readonly Version[] = [DEFAULT_VERSION, '2.2.8', '2.4.0', '2.4.3'];

/** What lint says of an example, by the first release for which it says this code. */
export function judgeExample(code: string, example: Example): { version: Version; said: readonly Said[] } {
  const said = (version: Version) => lintExample(example, version);
  const version = RELEASES.find((release) => said(release).some((each) => each.code === code)) ?? DEFAULT_VERSION;
  return { version, said: said(version) };
}

/** Checks an example as a workspace folder. */
function lintExample(example: Example, version: Version): Said[] {
  const pathOf = (file: string): string => file.slice(1);
  const named = (pattern: string, from: string): string[] =>
    [resolvePath(pattern, from)].filter((file) => example.has(pathOf(file)));
  const files = cacheFiles({
    read: (file) => example.get(pathOf(file)),
    match: named,
    inspect: (pattern, from) => ({ missing: !/[*?]/.test(pattern) && !named(pattern, from).length, skipped: [] }),
  });
  const names = [...example.keys()].map((path) => `/${path}`);
  const isClusterFile = (file: string): boolean => file.endsWith('/keepalived-ha.json');
  const clusterFiles = names.filter(isClusterFile).map((file) => readClusterFile(file, example.get(pathOf(file))!));
  const configurations = names.filter((file) => !isClusterFile(file));
  const { findings } = createWorkspace(files).analyse(configurations, { clusterFiles, version });
  const trees = new Map(clusterFiles.map(({ file, tree }) => [file, tree]));
  return [...findings.values()]
    .flat()
    .map(({ code, severity, message, place, fixes = [] }) => ({
      code,
      severity,
      message,
      path: pathOf(place.file),
      line: rangeOf(trees.get(place.file) ?? files.tree(place.file)!, place).start.line + 1,
      fixes: fixes.map(({ title }) => title),
    }))
    .sort((a, b) => a.line - b.line);
}

const NOTE = `Made by \`npm run docs\`; the words are in ${sources.join(' and ')}.`;
const ORIGINS: Record<Origin, string> = {
  pair: 'seen only when the nodes are held against each other',
  keepalived: 'keepalived itself rejects, ignores or changes it',
  advice: 'it works, and is a mistake waiting to happen',
};

/** Every page by its file name. */
export function makePages(): Map<string, string> {
  const codes = documentedCodes();
  const entries = CATALOGUE.toSorted((a, b) => rank(a.origin) - rank(b.origin) || (a.code < b.code ? -1 : 1));
  const rows = entries.map(({ code, origin, severity, summary }) =>
    row(codes.includes(code) ? `[${code}](${code}.md)` : code, origin, severity, ends(summary)),
  );
  const origins = Object.entries(ORIGINS).map(([origin, meaning]) => `- **${origin}**: ${meaning}`);
  const table = [row('Code', 'Origin', 'Severity', 'Fires where'), row('---', '---', '---', '---'), ...rows];
  const list = ['# Findings', NOTE, origins.join('\n'), table.join('\n')];
  return new Map([
    ['README.md', joined(list)],
    ...codes.map((code): [string, string] => [`${code}.md`, makePage(code)]),
  ]);
}

function makePage(code: string): string {
  const entry = CATALOGUE.find((each) => each.code === code);
  if (!entry) throw new Error(`${code}.md is about no finding that there is.`);
  const { prose, example } = readSource(code);
  const { version, said } = judgeExample(code, example);
  const byPath = Map.groupBy(said, ({ path }) => path);
  return joined([
    `# ${code}`,
    `${ends(entry.summary)}. Severity: **${entry.severity}**; origin: **${entry.origin}** (${ORIGINS[entry.origin]}).`,
    prose,
    '## Example',
    ...[...example].map(([path, text]) => `\`${path}\`\n\n\`\`\`${languageOf(path)}\n${text}\`\`\``),
    `## What lint says of it${version === DEFAULT_VERSION ? '' : `, for keepalived ${version}`}`,
    ...[...example.keys()].flatMap((path) => {
      const here = byPath.get(path) ?? [];
      return here.length > 0 ? [`\`${path}\``, here.map(item).join('\n')] : [];
    }),
    `---\n\n${NOTE} [All findings](README.md)`,
  ]);
}

const item = ({ line, severity, code, message, fixes }: Said): string =>
  [`- line ${line}, ${severity} ${code}: ${plain(message)}`, ...fixes.map((title) => `  - Fix: ${plain(title)}`)].join(
    '\n',
  );

const row = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
const rank = (origin: Origin): number => Object.keys(ORIGINS).indexOf(origin);
const languageOf = (path: string): string => (path.endsWith('.json') ? 'jsonc' : 'keepalived');
const joined = (parts: readonly string[]): string => `${parts.join('\n\n')}\n`;
const ends = (sentence: string): string => sentence.replace(/\.$/, '');
/** Keeps Markdown from reading anything into a message. */
const plain = (text: string): string => text.replace(/[*<`\\[]/g, '\\$&');

/** Where editors look for the codes that a person may write. */
export const SCHEMAS = ['package.json', 'schemas/keepalived-ha.schema.json'];

/** Fills the list that follows "propertyNames" in the schema of "rules". */
export function withCodes(schema: string): string {
  return schema.replace(/("propertyNames": \{\n( *)"enum": )\[[^\]]*\]/, (_, head: string, indentation: string) => {
    const codes = CATALOGUE.map(({ code }) => `${indentation}  "${code}"`).sort();
    return `${head}[\n${codes.join(',\n')}\n${indentation}]`;
  });
}

async function writePages(): Promise<void> {
  for (const name of SCHEMAS) {
    const path = join(root, name);
    writeFileSync(path, withCodes(readFileSync(path, 'utf8')));
  }
  rmSync(pages, { recursive: true, force: true });
  mkdirSync(pages, { recursive: true });
  for (const [name, text] of makePages()) writeFileSync(join(pages, name), text);
}

if (import.meta.main) await step('Writing docs/rules and the codes in schemas', writePages);
