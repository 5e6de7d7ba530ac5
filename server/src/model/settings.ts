/** Directives meet the schema: what each one is where it stands. */
import { type BlockKeyword, type Keyword, type ListKeyword, lookup, ROOT } from '../schema/index.ts';
import type { Directive } from './directive.ts';

/** A directive that the schema has named, or could not name. */
export interface Setting {
  readonly directive: Directive;
  /** Undefined where keepalived knows no such keyword at this place. */
  readonly keyword: Keyword | undefined;
  /** The keyword that an unknown one with a block was probably meant to be. */
  readonly meant?: BlockKeyword | ListKeyword;
  /** Names of the blocks around it, outermost first. */
  readonly path: readonly string[];
  /** Inside a block: the statements. A list has none: its entries are `directive.block.body`. */
  readonly children: readonly Setting[];
}

const MISTYPED_AT_MOST = 2;

const topLevel = new WeakMap<Directive, Setting>();

/** Names every directive, whole blocks at a time; what a top-level directive comes to is kept with it. */
export const resolve = (directives: readonly Directive[]): Setting[] =>
  directives.map((directive) => {
    const known = topLevel.get(directive);
    if (known) return known;
    const [setting] = resolveIn([directive], ROOT, []);
    topLevel.set(directive, setting!);
    return setting!;
  });

/** Names directives inside a block whose keywords are these. */
export function resolveIn(
  directives: readonly Directive[],
  keywords: ReadonlyMap<string, Keyword>,
  path: readonly string[],
): Setting[] {
  return directives.map((directive) => {
    const name = directive.words[0].text;
    const keyword = keywords.get(name);
    const body = directive.block?.body ?? [];
    const within = [...path, name];
    if (keyword?.kind === 'block') {
      return { directive, keyword, path, children: resolveIn(body, keyword.keywords, within) };
    }
    if (keyword?.kind === 'list') return { directive, keyword, path, children: [] };
    if (keyword) {
      // keepalived takes no notice of the braces: what is inside them belongs to the block around.
      return { directive, keyword, path, children: resolveIn(body, keywords, path) };
    }
    const meant = directive.block && closestBlock(name, keywords);
    if (meant?.kind === 'list') return { directive, keyword, meant, path, children: [] };
    if (meant) {
      return { directive, keyword, meant, path, children: resolveIn(body, meant.keywords, [...path, meant.name]) };
    }
    return { directive, keyword, path, children: resolveIn(body, keywords, path) };
  });
}

function closestBlock(name: string, keywords: ReadonlyMap<string, Keyword>): Setting['meant'] {
  let best: Setting['meant'];
  let bestDistance = MISTYPED_AT_MOST + 1;
  for (const keyword of keywords.values()) {
    if (keyword.kind === 'statement' || Math.abs(keyword.name.length - name.length) >= bestDistance) continue;
    const distance = editDistance(name, keyword.name);
    if (distance < bestDistance) [best, bestDistance] = [keyword, distance];
  }
  return best;
}

/** Letters to insert, delete, replace or swap with the next to make one word of another, case aside. */
export function editDistance(a: string, b: string): number {
  const from = a.toLowerCase();
  const to = b.toLowerCase();
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1, isSwap ? before[j - 2]! + 1 : Infinity));
    }
    [before, row] = [row, next];
  }
  return row.at(-1)!;
}

const NO_KEYWORDS: ReadonlyMap<string, Keyword> = new Map();

/** The keywords that may stand in the block at this path; those of the top level for the empty one. */
export function keywordsAt(path: readonly string[]): ReadonlyMap<string, Keyword> {
  if (path.length === 0) return ROOT;
  const keyword = lookup(path);
  return keyword?.kind === 'block' ? keyword.keywords : NO_KEYWORDS;
}

/** All settings, outermost first, those inside blocks directly behind their block. */
export function* walk(settings: readonly Setting[]): Generator<Setting> {
  for (const setting of settings) {
    yield setting;
    yield* walk(setting.children);
  }
}

/** The settings of a block with one of these keywords, in order. */
export const named = (settings: readonly Setting[], ...names: string[]): Setting[] =>
  settings.filter(({ keyword }) => keyword && names.includes(keyword.name));

/** The known settings of a block by their keyword, each list in order. */
export type SettingsByName = ReadonlyMap<string, readonly Setting[]>;
export const byKeyword = (settings: readonly Setting[]): SettingsByName =>
  Map.groupBy(
    settings.filter(({ keyword }) => keyword),
    ({ keyword }) => keyword!.name,
  );

/** The entries of every list with this keyword, in order. */
export const entriesOf = (settings: readonly Setting[], name: string): Directive[] =>
  named(settings, name).flatMap(({ directive }) => [...(directive.block?.body ?? [])]);
