/** Braces that do not match, as the tree shows them; what keepalived makes of them is in model/reading.ts. */
import { catalogue, report } from '../model/catalogue.ts';
import { type Directive, headerOf, placeOf, type StrayBrace } from '../model/directive.ts';
import type { Finding, Fix } from '../model/finding.ts';
import type { Node } from '../model/node.ts';
import type { Place } from '../model/place.ts';
import type { ReadLine } from '../model/reading.ts';
import { keywordsAt, type Setting } from '../model/settings.ts';

export const STRUCTURE = catalogue('keepalived', {
  'missing-brace': ['error', 'a block is not closed with }'],
  'missing-open-brace': ['error', 'a block keyword without {'],
  'unexpected-open-brace': ['error', 'a { where no block begins'],
  'unexpected-close-brace': ['error', 'a } that closes nothing'],
  'list-twice': ['error', 'a second list where one is allowed: the block around ends with it'],
  'block-in-list': ['error', 'a block inside a list such as virtual_ipaddress'],
});

/** A finding, and the line of keepalived's own reading from which on it may complain of other lines because of it. */
export interface Cause {
  readonly finding: Finding;
  /** A directive, a stray brace's place; `undefined` for the end of the file. */
  readonly at: Directive | Place | undefined;
  /** How many lines behind `at` the trouble begins. */
  readonly after?: number;
  /** What it leads to: `none` stands for itself alone. A `}` lost or `{` lost makes another `}` one too many. */
  readonly leads: 'none' | 'cascade' | 'extra-close';
  /** keepalived notices nothing before the first line that it misreads: the finding stands there. */
  readonly showsLater?: true;
  /** Directives that are wrong where they stand for the same reason, and have no finding of their own. */
  readonly covers?: ReadonlySet<Directive>;
}

export interface Structure {
  readonly unclosed: readonly { setting: Setting; next?: Directive }[];
  readonly unopened: readonly Setting[];
  /** Statements with braces. */
  readonly braced: readonly Setting[];
  /** Entries of lists with braces. */
  readonly nested: readonly { list: Setting; entry: Directive }[];
  /** Lists that are given a second time, where the first counts. */
  readonly repeated: readonly Setting[];
  readonly strays: readonly StrayBrace[];
}

/** Looks for braces that do not match; linear in the number of settings. */
export function structureOf(node: Node): Structure {
  const unclosed: { setting: Setting; next?: Directive }[] = [];
  const unopened: Setting[] = [];
  const braced: Setting[] = [];
  const nested: { list: Setting; entry: Directive }[] = [];
  const repeated: Setting[] = [];
  const strays: StrayBrace[] = [...node.expansion.strays];
  const visit = (setting: Setting, next: Directive | undefined): void => {
    const { block } = setting.directive;
    const kind = setting.keyword?.kind;
    if (!block && (kind === 'block' || kind === 'list')) unopened.push(setting);
    if (!block) return;
    for (const stray of block.strays ?? []) strays.push(stray);
    if (!block.close) unclosed.push(next ? { setting, next } : { setting });
    if (kind === 'statement') braced.push(setting);
    if (kind === 'list') for (const entry of block.body) if (entry.block) nested.push({ list: setting, entry });
    const lists = setting.children.filter(({ keyword }) => keyword?.kind === 'list' && keyword.again === 'error');
    repeated.push(...lists.filter(({ keyword }, index) => lists.findIndex((list) => list.keyword === keyword) < index));
    for (const child of setting.children) visit(child, next);
  };
  node.settings.forEach((setting, index) => {
    const next = node.settings[index + 1]?.directive;
    visit(setting, next?.file === setting.directive.file ? next : undefined);
  });
  return { unclosed, unopened, braced, nested, repeated, strays };
}

export const isSound = ({ unclosed, unopened, braced, nested, repeated, strays }: Structure): boolean =>
  unclosed.length + unopened.length + braced.length + nested.length + repeated.length + strays.length === 0;

const nameOf = (directive: Directive): string => `\`${directive.words[0].text}\``;
const insert = (place: Place, text: string, title: string): { fixes: readonly Fix[] } => ({
  fixes: [{ title, edits: [{ place, text }], preferred: true }],
});
const before = (place: Place): Place => ({ ...place, end: place.start });
const behind = (place: Place): Place => ({ ...place, start: place.end });

/** The blanks at the start of a line, where nothing else stands before a place in it. */
function blanksBefore({ item }: Pick<Directive, 'item'>, { start }: { start: number }): string | undefined {
  const line = item.text.slice(item.text.lastIndexOf('\n', start - 1) + 1, start);
  return /^[ \t]*$/.test(line) ? line : undefined;
}

const indentOf = (directive: Directive): string => blanksBefore(directive, directive.words[0]) ?? '';

/** Findings for everything that {@link structureOf} saw. `follows` gives the line that keepalived reads after another. */
export function structureCauses(
  structure: Structure,
  follows: (directive: Directive) => ReadLine | undefined,
): readonly Cause[] {
  const open = missingCloses(structure);
  const nested = structure.nested.filter(({ list }) => !open.has(list.directive));
  return [
    ...open.values(),
    ...structure.unopened.map((setting) => missingOpen(setting, follows(setting.directive))),
    ...structure.braced.map(({ directive }) => unexpectedOpen(directive)),
    ...nested.map(({ list, entry }) => blockInList(list, entry)),
    ...structure.repeated.map(listTwice),
    ...structure.strays.map(stray),
  ];
}

/** By the block that lacks its `}`. */
function missingCloses({ unclosed }: Structure): Map<Directive, Cause> {
  const open = new Map<Directive, Cause>();
  for (const { setting, next } of unclosed) {
    // A `{` too many has taken this block's `}`: it is reported itself.
    if (holdsExtraOpen(setting)) continue;
    const inner = leftOpen(setting);
    const shifted = inner ? undefined : closedTooFarLeft(setting);
    const block = inner?.block ?? shifted ?? setting.directive;
    const fixAt = inner ? headerOf(inner.at) : shifted && placeOf(shifted, shifted.block!.close!);
    const cause = missingClose(block, inner?.at ?? next, fixAt);
    open.set(block, inner ? { ...cause, covers: inner.covers } : cause);
  }
  return open;
}

/** Whether a `{` stands somewhere inside that opens nothing. */
function holdsExtraOpen({ keyword, directive: { block }, children }: Setting): boolean {
  if (!block) return false;
  return (
    keyword?.kind === 'statement' ||
    (block.strays ?? []).some(({ brace }) => brace === '{') ||
    (keyword?.kind === 'list' && block.body.some((entry) => entry.block?.close && !entry.block.body.length)) ||
    children.some(holdsExtraOpen)
  );
}

/**
 * The block inside an unclosed one that really lacks its `}`: a line in it is unknown there and known in a block
 * around it. Undefined where no such line gives it away.
 */
function leftOpen(setting: Setting): { block: Directive; at: Directive; covers: ReadonlySet<Directive> } | undefined {
  const around = keywordsAt(setting.path);
  const isList = setting.keyword?.kind === 'list';
  const inside = setting.keyword?.kind === 'block' ? setting.keyword.keywords : undefined;
  const misplaced = ({ words: [{ text }] }: Directive): boolean => around.has(text) && !inside?.has(text);
  const lost = isList || inside ? (setting.directive.block?.body.filter(misplaced) ?? []) : [];
  if (isList) return lost[0] && { block: setting.directive, at: lost[0], covers: new Set(lost) };
  for (const child of setting.children) {
    if (child.directive === lost[0]) return { block: setting.directive, at: lost[0], covers: new Set(lost) };
    const inner = leftOpen(child);
    if (inner) return inner;
  }
  return undefined;
}

/** The last block inside an unclosed one, where its `}` stands below the outer header instead of its own. */
function closedTooFarLeft({ directive, children }: Setting): Directive | undefined {
  const last = children.at(-1)?.directive;
  if (!last?.block?.close || last.file !== directive.file || last.item !== directive.item) return undefined;
  const close = blanksBefore(last, last.block.close);
  const shifted = close !== undefined && close !== indentOf(last) && close === indentOf(directive);
  return shifted ? last : closedTooFarLeft(children.at(-1)!);
}

function missingClose(block: Directive, next: Directive | undefined, fixAt: Place | undefined): Cause {
  const header = headerOf(block);
  const indent = indentOf(block);
  const title = `Close ${nameOf(block)} with }`;
  const below = fixAt && (blanksBefore(fixAt, fixAt) ?? '');
  const fix = fixAt
    ? insert(before(fixAt), `${indent.slice(below?.length)}}\n${below}`, title)
    : insert(placeOf(block, { start: block.end, end: block.end }), `\n${indent}}`, title);
  if (!next) {
    const message = `${nameOf(block)} is not closed: its \`}\` is missing.`;
    return { finding: report(STRUCTURE['missing-brace'], header, message, fix), at: undefined, leads: 'cascade' };
  }
  const message = `${nameOf(block)} is not closed before ${nameOf(next)}: its \`}\` is missing, and keepalived reads what follows as if it belonged to that block.`;
  const related = [{ place: header, message: `${nameOf(block)} begins here` }];
  return {
    finding: report(STRUCTURE['missing-brace'], headerOf(next), message, { ...fix, related }),
    at: next,
    leads: 'extra-close',
  };
}

function missingOpen({ directive, keyword }: Setting, follows: ReadLine | undefined): Cause {
  const header = headerOf(directive);
  const fix = insert(behind(header), ' {', `Insert { behind ${nameOf(directive)}`);
  const related = [{ place: header, message: `${nameOf(directive)} begins a block` }];
  if (keyword?.kind === 'list') {
    const message = `The \`{\` of ${nameOf(directive)} above is missing: keepalived reads from here on another block than is meant.`;
    return {
      finding: report(STRUCTURE['missing-open-brace'], header, message, { ...fix, related }),
      at: directive,
      leads: 'extra-close',
      showsLater: true,
    };
  }
  const message = `The \`{\` of ${nameOf(directive)} is missing: keepalived takes this line for the first of that block.`;
  return {
    finding: report(STRUCTURE['missing-open-brace'], follows?.place ?? header, message, { ...fix, related }),
    at: directive,
    leads: 'extra-close',
  };
}

function unexpectedOpen(directive: Directive): Cause {
  const { open, close } = directive.block!;
  const message = `${nameOf(directive)} takes no block: keepalived ignores this \`{\`, and the \`}\` that belongs to it closes the block around.`;
  const fixes: Fix[] = close
    ? [
        {
          title: 'Delete both braces',
          edits: [open, close].map((brace) => ({ place: placeOf(directive, brace), text: '' })),
        },
      ]
    : [{ title: 'Delete the brace', edits: [{ place: placeOf(directive, open), text: '' }] }];
  return {
    finding: report(STRUCTURE['unexpected-open-brace'], placeOf(directive, open), message, { fixes }),
    at: directive,
    after: 1,
    leads: 'cascade',
  };
}

function blockInList(list: Setting, entry: Directive): Cause {
  const message = `${nameOf(list.directive)} is a list and holds no blocks: keepalived takes every line for an entry, and the next \`}\` ends the list.`;
  const related = [{ place: headerOf(list.directive), message: `the list ${nameOf(list.directive)} begins here` }];
  return {
    finding: report(STRUCTURE['block-in-list'], placeOf(entry, entry.block!.open), message, { related }),
    at: entry,
    leads: 'cascade',
  };
}

function listTwice({ directive, path }: Setting): Cause {
  const message = `${nameOf(directive)} is given a second time: keepalived skips it, and takes its \`}\` for the end of \`${path.at(-1)}\`.`;
  return { finding: report(STRUCTURE['list-twice'], headerOf(directive), message), at: directive, leads: 'cascade' };
}

function stray({ brace, place }: StrayBrace): Cause {
  const fix = {
    fixes: [{ title: `Delete the stray ${brace}`, edits: [{ place, text: '' }], preferred: true as const }],
  };
  if (brace === '{') {
    const message = 'No block begins here: keepalived ignores this `{`, and its `}` closes the block around.';
    return { finding: report(STRUCTURE['unexpected-open-brace'], place, message, fix), at: place, leads: 'cascade' };
  }
  const message = 'This `}` closes nothing: there is one too many, or a `{` is missing above.';
  return { finding: report(STRUCTURE['unexpected-close-brace'], place, message, fix), at: place, leads: 'none' };
}
