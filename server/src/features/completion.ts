/** What may be written at the cursor. Looks at the syntax only, so that it works on text that is half written. */
import { itemAt, offsetAt, type Position, positionIn, type Range } from '../model/place.ts';
import { documentation } from '../schema/docs.ts';
import { compareVersions, isKnownSince, type Keyword, type Option, type Value } from '../schema/index.ts';
import { parse } from '../syntax/parse.ts';
import { type Line, linesOf, type Tree, type Word } from '../syntax/tree.ts';
import { completeComment } from './commentCompletion.ts';
import { completeDefinition } from './definitionCompletion.ts';
import { type Document, lineBefore, type Preferences } from './document.ts';
import { labelsIn } from './labels.ts';
import { interfacesIn, objectsIn } from './names.ts';
import { kindsOf, optionPath, readWords } from './roles.ts';
import { linesAround, type Scope, type Spot, scopeOf, spotAt } from './scope.ts';
import { factsOf, optionFacts, shortForm, shortValue } from './signature.ts';

export interface Completion {
  readonly label: string;
  readonly kind: 'keyword' | 'block' | 'option' | 'value' | 'name';
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  /** What takes the place of `range`. */
  readonly text: string;
  /** The same with tab stops, in the syntax of the Language Server Protocol's snippets. */
  readonly snippet?: string;
  readonly range: Range;
  readonly deprecated?: true;
  /** Orders the list: what is likely comes first. */
  readonly rank: Rank;
}

/** `needed`: the block does not work without it. `unlikely`: there already, deprecated, or newer than the target. */
export type Rank = 'needed' | 'usual' | 'unlikely';

/** `typedBlank`: asked for because a blank was typed: then keywords would only be in the way. */
export function complete(
  document: Document,
  position: Position,
  preferences: Preferences,
  { typedBlank = false } = {},
): Completion[] {
  const { tree, within } = document;
  const offset = offsetAt(tree, position);
  const before = lineBefore(tree, offset);
  const comment = completeComment(before, position);
  if (comment) return comment;
  const definitions = completeDefinition(before, document, offset, preferences);
  if (definitions) return definitions;
  const typed = readLine(before);
  if (!typed) return [];
  const spot = spotAt(tree, offset);
  const scope = scopeOf(spot.blocks, within);
  const range = rangeToReplace(document, spot, offset, typed.partial);
  const finish = (items: readonly Draft[]): Completion[] => items.map((item) => ({ ...item, range }));
  if (typed.words.length === 0 && !scope.list) {
    if (typedBlank) return [];
    return finish(keywords(scope, spot, tree, preferences));
  }
  const { next, path } = readWords(typed.words, scope);
  if (typedBlank && typed.words.length === 0) return [];
  return finish([
    ...next.values.flatMap((value) => {
      const owner = next.of ? optionPath(path, next.of) : path;
      return valueItems(value, owner, document, preferences);
    }),
    ...next.options.map((option) => optionItem(option, path, preferences)),
  ]);
}

type Draft = Omit<Completion, 'range'>;

interface TypedLine {
  /** The finished words of the statement. */
  readonly words: readonly string[];
  /** The word that ends at the cursor; empty behind a blank. */
  readonly partial: string;
}

/** Reads the line up to the cursor; undefined where nothing is to be offered: in comments, quotes and definitions. */
function readLine(text: string): TypedLine | undefined {
  const { items } = parse(text);
  const rest = items.at(-1)!;
  if (rest.comments.length > 0) return undefined;
  const statement = lastStatement(items.at(-2)?.line);
  if (statement === 'other') return undefined;
  if (!statement) return { words: [], partial: '' };
  const words = statement.map((word) => word.text);
  if (statement.at(-1)?.quotes) return undefined;
  return rest.text === '' && !/\s$/.test(text)
    ? { words: words.slice(0, -1), partial: words.at(-1)! }
    : { words, partial: '' };
}

/** The words that the cursor's statement has so far; none directly behind a brace. */
function lastStatement(line: Line | undefined): readonly Word[] | 'other' | undefined {
  if (!line || line.kind === 'stray-close') return undefined;
  if (line.kind === 'definition' || line.kind === 'include') return 'other';
  if (line.kind === 'statement' && !line.block) return line.words;
  const block = 'block' in line ? line.block : undefined;
  return block?.close ? undefined : lastStatement(linesOf(line).at(-1));
}

/** The word at the cursor, also what stands of it behind the cursor. */
function rangeToReplace({ tree }: Document, spot: Spot, offset: number, partial: string): Range {
  const word =
    spot.line?.kind === 'statement' && spot.line.words.find(({ start, end }) => start < spot.at && spot.at <= end);
  const at = (within: number): Position => positionIn(tree, spot.item, within);
  if (partial !== '' && word) return { start: at(word.start), end: at(word.end) };
  const { item, offset: inItem } = itemAt(tree, offset);
  const cursor = positionIn(tree, item, inItem);
  return { start: cursor, end: cursor };
}

/** The keywords of a block, at the beginning of a line. */
function keywords(scope: Scope, spot: Spot, tree: Tree, { language, version }: Preferences): Draft[] {
  const labels = labelsIn(language);
  const current = spot.line;
  const written = new Set(
    linesAround(tree, spot).flatMap((line) =>
      line.kind === 'statement' && line !== current ? [line.words[0].text] : [],
    ),
  );
  const braced = current?.kind === 'statement' && current.block !== undefined;
  return [...scope.keywords.values()].map((keyword) => {
    const { name, deprecated, required } = keyword;
    const known = isKnownSince(keyword, version);
    const isThere = written.has(name);
    const unlikely = deprecated !== undefined || !known || (isThere && !mayRepeat(keyword));
    const prose = documentation([...scope.path, name], language);
    const facts = factsOf(keyword, labels, version).map((fact) => `- ${fact}`);
    return {
      label: name,
      kind: keyword.kind === 'statement' ? 'keyword' : 'block',
      detail: known ? shortForm(keyword) : `${shortForm(keyword)} (${labels.since} ${keyword.since})`,
      documentation: [prose, facts.join('\n')].filter((part) => part).join('\n\n'),
      text: name,
      ...(keyword.kind !== 'statement' && !braced && { snippet: blockSnippet(keyword) }),
      ...(deprecated && { deprecated: true as const }),
      rank: unlikely ? 'unlikely' : required && !isThere ? 'needed' : 'usual',
    };
  });
}

const mayRepeat = ({ again, arguments: [first] }: Keyword): boolean =>
  again === 'adds' || first?.value.kind === 'definition';

function blockSnippet({ name, arguments: args }: Keyword): string {
  const stops = args.filter(({ optional }) => !optional).map(({ label }, index) => ` \${${index + 1}:${label}}`);
  return `${name}${stops.join('')} {\n\t$0\n}`;
}

function valueItems(
  value: Value,
  path: readonly string[],
  document: Document,
  { language, version }: Preferences,
): Draft[] {
  const usual = (label: string, kind: Completion['kind'], detail?: string): Draft => ({
    label,
    kind,
    text: label,
    rank: 'usual',
    ...(detail !== undefined && { detail }),
  });
  return kindsOf(value).flatMap((kind): Draft[] => {
    switch (kind.kind) {
      case 'choice':
        return kind.values.map((word) => {
          const prose = documentation([...path, word], language);
          const since = kind.since?.[word];
          const known = isKnownSince(since ? { since } : {}, version);
          const item = usual(word, 'value', known ? undefined : `${labelsIn(language).since} ${since}`);
          return { ...item, ...(prose && { documentation: prose }), ...(!known && { rank: 'unlikely' as const }) };
        });
      case 'boolean':
        return ['on', 'off', 'true', 'false', 'yes', 'no'].map((word) => usual(word, 'value'));
      case 'reference':
        return objectsIn(document.files, document.together)
          .filter((object) => object.kind === kind.to)
          .map(({ name, keyword }) => usual(name, 'name', keyword));
      case 'interface': {
        const trees = document.together.flatMap((file) => document.files.tree(file) ?? []);
        return [...new Set(trees.flatMap(interfacesIn))].map((name) => usual(name, 'name'));
      }
      default:
        return [];
    }
  });
}

function optionItem(option: Option, path: readonly string[], { language, version }: Preferences): Draft {
  const { name, value, since, until, deprecated } = option;
  const labels = labelsIn(language);
  const known = isKnownSince(option, version);
  const outdated = deprecated !== undefined || (until !== undefined && compareVersions(until.release, version) < 0);
  const written = value ? `${name} ${shortValue(value) ?? '…'}` : name;
  const prose = documentation(optionPath(path, option), language);
  const facts = optionFacts(option, labels, version).map((fact) => `- ${fact}`);
  return {
    label: name,
    kind: 'option',
    detail: known ? written : `${written} (${labels.since} ${since})`,
    documentation: [prose, facts.join('\n')].filter((part) => part).join('\n\n'),
    text: name,
    ...(outdated && { deprecated: true as const }),
    rank: outdated || !known ? 'unlikely' : 'usual',
  };
}
