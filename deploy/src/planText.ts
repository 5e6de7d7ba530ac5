/** A plan for a terminal: host by host what will change, files as unified diffs, and in which order and why. */
import { isUtf8 } from 'node:buffer';
import { dirname, relative } from 'node:path';
import { type StructuredPatchHunk, structuredPatch } from 'diff';
import pico from 'picocolors';
import type { Colors } from 'picocolors/types.js';
import { printable, withoutSecrets } from '../../server/src/index.ts';
import type { Pair } from './pair.ts';
import type { FileChange, NodePlan, Plan } from './plan.ts';
import { createMask, secretsIn } from './secrets.ts';

/** Lines that may differ; beyond them nobody reads a diff, and making one takes long. */
const MOST_EDITS = 2000;
const INDENT = '  ';

type Hunks = readonly StructuredPatchHunk[];

interface Look {
  readonly colours: Colors;
  /** Of one line: without secrets, and without what a terminal would obey. */
  readonly show: (line: string) => string;
  /** Files here are named from its folder. */
  readonly folder: string;
}

export function planText(pair: Pair, plan: Plan, colours: Colors = pico.createColors(false)): string {
  if (plan.isEmpty) return 'Nothing to do: the hosts are already as they should be.\n';
  const mask = createMask([...pair.secrets, ...plan.nodes.flatMap((node) => secretsOf(node, pair))]);
  const look: Look = {
    colours,
    show: (line) => printable(withoutSecrets(mask.hide(line))),
    folder: dirname(pair.inventory.file),
  };
  const order = plan.order.map((sentence, i) => `${INDENT}${i + 1}. ${look.show(sentence)}`);
  const sections = [
    ...plan.nodes.map((node) => nodeLines(node, look)),
    ...(order.length ? [[colours.bold('Order'), ...order]] : []),
  ];
  return sections.map((lines) => lines.map((line) => `${line}\n`).join('')).join('\n');
}

/** What was there holds others than ours. That a definition is one, another file of the node may say. */
function secretsOf({ node, files }: NodePlan, { placements }: Pair): string[] {
  const ours = (placements.get(node) ?? []).map(({ content }) => content);
  const [before, after] = [files.map((file) => file.before ?? ''), files.map((file) => file.after ?? '')];
  return [before, after].flatMap((contents) => secretsIn([...ours, ...contents].join('\n')));
}

/** First all that happens there, then the differences. */
function nodeLines({ node, host, packages, files, services }: NodePlan, look: Look): string[] {
  const { colours, show } = look;
  const changes = files.map((file) => ({ file, hunks: hunksOf(file.before, file.after) }));
  const lines = [
    ...packages.map((name) => `install ${show(name)}`),
    ...services.map(({ name, action, why }) => `${action} ${show(name)}: ${show(why)}`),
    ...changes.map(({ file, hunks }) => `${printable(file.target)}: ${changeInWords(file, hunks)}`),
  ];
  const title = colours.bold(printable(`${node} (${host})`));
  if (lines.length === 0) return [`${title}: nothing to do`];
  return [
    title,
    ...lines.map((line) => INDENT + line),
    ...changes.flatMap(({ file, hunks = [] }) =>
      hunks.length ? ['', ...headOf(node, file, look), ...hunks.flatMap((hunk) => hunkLines(hunk, look))] : [],
    ),
  ];
}

function changeInWords({ before, after, mode, modes }: FileChange, hunks: Hunks | undefined): string {
  const modeChange = modes ? [`mode ${modes.before} becomes ${modes.after}`] : !before && mode ? [`mode ${mode}`] : [];
  if (before && after?.equals(before)) return modeChange.join('');
  const change = !before ? 'new' : after ? 'changes' : 'is removed';
  return [change, ...(hunks ? [] : [sizesOf(before, after)]), ...modeChange].join(', ');
}

/** Undefined where they are no text, or differ too much. */
function hunksOf(before = NOTHING, after = NOTHING): Hunks | undefined {
  if (!isText(before) || !isText(after)) return undefined;
  const options = { context: 3, maxEditLength: MOST_EDITS };
  return structuredPatch('', '', before.toString('utf8'), after.toString('utf8'), '', '', options)?.hunks;
}

const NOTHING: Buffer = Buffer.alloc(0);

const isText = (content: Buffer): boolean => isUtf8(content) && !content.includes(0);

const sizesOf = (before: Buffer | undefined, after: Buffer | undefined): string =>
  before && after ? `${before.length} bytes become ${after.length}` : `${(before ?? after ?? NOTHING).length} bytes`;

function headOf(node: string, { target, source, before, after }: FileChange, { colours, folder }: Look): string[] {
  const there = `${node}:${target}`;
  const next = source === undefined ? `${there} (its backup)` : relative(folder, source);
  return [`--- ${before ? there : '/dev/null'}`, `+++ ${after ? next : '/dev/null'}`].map(printable).map(colours.bold);
}

function hunkLines({ oldStart, oldLines, newStart, newLines, lines }: StructuredPatchHunk, look: Look): string[] {
  const { colours, show } = look;
  const removed = lines.filter((line) => line.startsWith('-')).map((line) => line.slice(1));
  // A range without lines names the line before it.
  const range = (start: number, count: number): string => `${count === 0 ? start - 1 : start},${count}`;
  const head = colours.cyan(`@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`);
  const shown = lines.map((line) => {
    const text = line.slice(1);
    if (line.startsWith('-')) return colours.red(`-${show(text)}`);
    if (line.startsWith('+')) return colours.green(`+${show(text)}${secretHint(text, removed, look)}`);
    return line.startsWith(' ') ? ` ${show(text)}` : colours.dim(line);
  });
  return [head, ...shown];
}

/** For a line that reads as one that goes: what is hidden makes the difference. */
function secretHint(text: string, removed: readonly string[], { show }: Look): string {
  const isLike = (look: (text: string) => string): boolean => removed.some((line) => look(line) === look(text));
  if (isLike(printable) || !isLike(show)) return '';
  const [keyword = 'the secret'] = /\bauth_pass\b|\bkey\s+\d+/.exec(text) ?? [];
  return `  (${keyword} changes)`;
}
