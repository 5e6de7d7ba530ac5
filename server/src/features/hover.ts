/** What a person wants to know about the word under the cursor. */
import { offsetAt, type Position, positionIn, type Range } from '../model/place.ts';
import { documentation } from '../schema/docs.ts';
import type { ObjectKind } from '../schema/index.ts';
import type { Word } from '../syntax/tree.ts';
import { type Document, locationOf, type Preferences } from './document.ts';
import { expansionHover } from './expansion.ts';
import { labelsIn } from './labels.ts';
import { objectsIn } from './names.ts';
import { kindsOf, optionPath, type Role, readWords } from './roles.ts';
import { scopeOf, spotAt } from './scope.ts';
import { choiceFacts, factsOf, optionFacts, signatureOf } from './signature.ts';

export interface Hover {
  /** Markdown. */
  readonly text: string;
  readonly range: Range;
}

/** Documentation of the keyword, option, value or name at a position. */
export function hover(document: Document, position: Position, preferences: Preferences): Hover | undefined {
  const { tree, within } = document;
  const { line, item, at, blocks } = spotAt(tree, offsetAt(tree, position));
  const expanded = expansionHover(document, { item, at }, preferences);
  if (expanded) return expanded;
  const hovering = ({ start, end }: Word): boolean => start <= at && at <= end;
  const answer = (word: Word, parts: readonly (string | undefined)[]): Hover | undefined => {
    const text = parts.filter((part) => part).join('\n\n');
    if (!text) return undefined;
    return { text, range: { start: positionIn(tree, item, word.start), end: positionIn(tree, item, word.end) } };
  };
  if (line?.kind === 'include' && hovering(line.keyword)) {
    return answer(line.keyword, [documentation([line.keyword.text], preferences.language)]);
  }
  if (line?.kind !== 'statement') return undefined;
  const index = line.words.findIndex(hovering);
  const word = line.words[index];
  if (!word) return undefined;
  const texts = line.words.map(({ text }) => text);
  const { roles, path } = readWords(texts, scopeOf(blocks, within));
  const role = roles[index]!;
  const about = wordParts(role, word.text, path, preferences) ?? [];
  const named = role.kind === 'value' ? referenceParts(role, word.text, document, preferences) : [];
  // A value without words of its own is explained by what it is given to.
  const owner = about.length > 0 || named.length > 0 ? [] : ownerParts(roles, texts, index, path, preferences);
  return answer(word, [...named, ...about, ...owner]);
}

function wordParts(
  role: Role,
  text: string,
  path: readonly string[],
  { language, version }: Preferences,
): string[] | undefined {
  const labels = labelsIn(language);
  if (role.kind === 'keyword') {
    return parts(signatureOf(role.keyword), documentation(path, language), factsOf(role.keyword, labels, version));
  }
  if (role.kind === 'option') {
    const { name, value } = role.option;
    const prose = documentation(optionPath(path, role.option), language);
    return parts(optionSignature(name, value !== undefined), prose, optionFacts(role.option, labels, version));
  }
  if (role.kind !== 'value') return undefined;
  for (const value of kindsOf(role.value)) {
    const word =
      value.kind === 'choice' ? value.values.find((each) => isWritten(each, text, value.ignoreCase)) : undefined;
    if (word === undefined) continue;
    const prose = documentation([...path, word], language) ?? documentation([...path, role.label, word], language);
    if (prose) return parts(word, prose, choiceFacts(value, word, labels, version));
  }
  return undefined;
}

const isWritten = (word: string, text: string, ignoreCase = false): boolean =>
  ignoreCase ? word.toLowerCase() === text.toLowerCase() : word === text;

const optionSignature = (name: string, hasValue: boolean): string => (hasValue ? `${name} …` : name);

const parts = (signature: string, prose: string | undefined, facts: readonly string[]): string[] => [
  `\`\`\`keepalived\n${signature}\n\`\`\``,
  ...(prose ? [prose] : []),
  ...(facts.length > 0 ? [facts.map((fact) => `- ${fact}`).join('\n')] : []),
];

/** The option in front of a value, or else the keyword of the line, or else the list that the entry stands in. */
function ownerParts(
  roles: readonly Role[],
  texts: readonly string[],
  index: number,
  path: readonly string[],
  preferences: Preferences,
): string[] {
  const role = roles[index]!;
  if (role.kind !== 'value') return [];
  for (let before = index - 1; before >= 0; before--) {
    const owner = roles[before]!;
    const owns = owner.kind === 'keyword' || (owner.kind === 'option' && owner.option.name === role.label);
    if (owns) return wordParts(owner, texts[before]!, path, preferences) ?? [];
  }
  const prose = documentation(path, preferences.language);
  return prose ? [prose] : [];
}

/** What a name stands for, and where it is defined. */
function referenceParts(
  role: Extract<Role, { kind: 'value' }>,
  name: string,
  { files, together }: Document,
  { language }: Preferences,
): string[] {
  const kinds = kindsOf(role.value).flatMap((value): ObjectKind[] => (value.kind === 'reference' ? [value.to] : []));
  const [kind] = kinds;
  if (!kind) return [];
  const labels = labelsIn(language);
  const what = `${labels.kinds[kind]} \`${name}\``;
  const objects = objectsIn(files, together).filter((object) => object.kind === kind && object.name === name);
  const [first] = objects;
  const location = first && locationOf(files, first.place);
  if (!location) return [labels.notDefined(what)];
  const where = `\`${shortName(location.file)}\`:${location.range.start.line + 1}`;
  return [labels.definedAt(what, where), ...(objects.length > 1 ? [labels.definedTwice(objects.length)] : [])];
}

/** The file with the folder it stands in: configurations are often of one name. */
const shortName = (file: string): string => file.split('/').slice(-2).join('/');
