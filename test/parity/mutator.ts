/** One thing goes wrong in a configuration, as it does under a person's hands. */
import type { Random } from '../support/random.ts';

export const MUTATIONS = {
  letter: changeLetter,
  range: changeNumber,
  brace: changeBrace,
  quote: addQuote,
  'missing argument': dropArguments,
  'wrong block': moveLine,
} satisfies Record<string, (lines: string[], random: Random) => void>;

export type Mutation = keyof typeof MUTATIONS;

export const mutate = (text: string, mutation: Mutation, random: Random): string => {
  const lines = text.split('\n');
  MUTATIONS[mutation](lines, random);
  return lines.join('\n');
};

/** The index of one of the lines that match. */
function pickLine(lines: readonly string[], pattern: RegExp, random: Random): number | undefined {
  const found = [...lines.keys()].filter((index) => pattern.test(lines[index]!));
  return found.length > 0 ? random.pick(found) : undefined;
}

/** A letter is changed, lost, doubled, or has the other case. */
function changeLetter(lines: string[], random: Random): void {
  const index = pickLine(lines, /\w/, random)!;
  const text = lines[index]!;
  const at = random.pick([...text.matchAll(/\w/g)].map((match) => match.index));
  const letter = text[at]!;
  const other = letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase();
  const instead = random.pick([random.pick([...'aeinorst_x0159']), '', letter + letter, other]);
  lines[index] = text.slice(0, at) + instead + text.slice(at + 1);
}

/** A number is out of its range, or none. */
function changeNumber(lines: string[], random: Random): void {
  const index = pickLine(lines, /\s-?\d[\d.]*(?=\s|$)/, random);
  if (index === undefined) {
    changeLetter(lines, random);
    return;
  }
  const numbers = [...lines[index]!.matchAll(/(?<=\s)-?\d[\d.]*(?=\s|$)/g)];
  const { index: at, 0: number } = random.pick(numbers);
  const wrong = [
    '0',
    '-1',
    '256',
    '65536',
    '4294967296',
    '99999999999',
    `${number}x`,
    `-${number}`,
    '1.1234567',
    '0.5',
    '300',
  ];
  lines[index] = lines[index]!.slice(0, at) + random.pick(wrong) + lines[index]!.slice(at + number.length);
}

/** A brace is lost, or one too many; or it goes to a line of its own. */
function changeBrace(lines: string[], random: Random): void {
  const index = pickLine(lines, /[{}]/, random)!;
  const way = random.between(0, 3);
  if (way === 0) lines[index] = lines[index]!.replace(/[{}]/, '');
  else if (way === 1) lines.splice(random.between(0, lines.length - 1), 0, random.pick(['{', '}']));
  else if (way === 2) lines[index] = lines[index]!.replace(/[{}]/, '$&$&');
  else lines[index] += random.pick([' {', ' }']);
}

function addQuote(lines: string[], random: Random): void {
  const index = pickLine(lines, /\S/, random)!;
  const text = lines[index]!;
  const quoted = text.indexOf('"');
  if (quoted >= 0 && random.chance(0.5)) lines[index] = text.slice(0, quoted) + text.slice(quoted + 1);
  else {
    const at = random.between(text.search(/\S/), text.length);
    lines[index] = text.slice(0, at) + random.pick(['"', '"', "'"]) + text.slice(at);
  }
}

/** What stands behind the first word, or behind the last but one, is lost. */
function dropArguments(lines: string[], random: Random): void {
  const index = pickLine(lines, /\S\s+[^\s{]/, random)!;
  const [, indent = '', words = '', brace = ''] = /^(\s*)(.*?)(\s*\{)?$/.exec(lines[index]!) ?? [];
  const all = words.split(' ');
  lines[index] = indent + all.slice(0, random.pick([1, all.length - 1])).join(' ') + brace;
}

/** A line, with its block if it has one, goes to another place. */
function moveLine(lines: string[], random: Random): void {
  const index = pickLine(lines, /^\s+[^\s}]/, random)!;
  const indent = /^\s*/.exec(lines[index]!)![0];
  const end = lines[index]!.endsWith('{') ? lines.indexOf(`${indent}}`, index) : index;
  const moved = lines.splice(index, end - index + 1);
  lines.splice(random.between(0, lines.length - 1), 0, ...moved);
}
