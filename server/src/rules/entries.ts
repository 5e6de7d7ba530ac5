/** What the entries of all lists have in common: known options, families, numbers. */
import { type Address, readAddress } from '../model/addresses.ts';
import { type Directive, isOpaque } from '../model/directive.ts';
import type { Fix } from '../model/finding.ts';
import { named, type Setting } from '../model/settings.ts';
import {
  compareVersions,
  isKnownSince,
  type ListKeyword,
  type Option,
  type Value,
  type Version,
} from '../schema/index.ts';
import type { Word } from '../syntax/tree.ts';
import { replaceWord } from './edits.ts';
import { likelyOf } from './values.ts';

/** A list as it stands: its keyword and the entries that can be judged. */
export interface List {
  readonly setting: Setting;
  readonly keyword: ListKeyword;
  readonly entries: readonly Directive[];
}

/** Lists of these names. Entries with a word that no known definition fills, or with a block, are left out. */
export const listsOf = (settings: readonly Setting[], ...names: string[]): List[] =>
  named(settings, ...names).flatMap((setting) => {
    const { keyword, directive } = setting;
    if (keyword?.kind !== 'list') return [];
    const entries = (directive.block?.body ?? []).filter((entry) => !entry.block && !entry.words.some(isOpaque));
    return [{ setting, keyword, entries }];
  });

/** Whether a list of this name holds an entry that cannot be judged, so that nobody knows what is in it. */
export const hasOpaqueEntries = (settings: readonly Setting[], name: string): boolean =>
  named(settings, name).some(({ directive }) => directive.block?.body.some((entry) => entry.words.some(isOpaque)));

export const isOptionOf = (option: Option, version: Version): boolean =>
  isKnownSince(option, version) && (!option.until || compareVersions(version, option.until.release) <= 0);

/** The option of this name in this release; `instead` names the spelling that an old one was changed to. */
export function findOption(
  options: readonly Option[],
  name: string,
  version: Version,
): { readonly option?: Option; readonly instead?: string } {
  const option = options.find((candidate) => candidate.name === name);
  if (!option) return {};
  if (isOptionOf(option, version)) return { option };
  return option.until?.instead ? { instead: option.until.instead } : {};
}

/** "Did you mean", and the fix, where a word of an entry resembles an option of this release. */
export function suggestOption(
  entry: Directive,
  word: Word,
  options: readonly Option[],
  version: Version,
): { readonly hint: string; readonly fixes: Fix[] } {
  const names = options.filter((option) => isOptionOf(option, version)).map(({ name }) => name);
  const likely = likelyOf(word.text, names);
  if (likely === undefined) return { hint: '', fixes: [] };
  return { hint: ` Did you mean "${likely}"?`, fixes: replaceWord(entry, word, likely, `Change to ${likely}`) };
}

/** Bytes of the longest name of an interface (the kernel's IFNAMSIZ, less its NUL). */
export const INTERFACE_LENGTH = 15;
const encoder = new TextEncoder();

/** No interface can have this name: keepalived does not find it, and refuses to start. */
export const isTooLong = (device: string): boolean => encoder.encode(device).length > INTERFACE_LENGTH;

/** A literal address as inet_pton reads it: no zone; no prefix length. */
export const readHost = (text: string): Address | undefined =>
  /^(?:\d+(?:\.\d+){3}|[\da-f:.]*:[\da-f:.]*)$/i.test(text) ? readAddress(text) : undefined;

/** An address behind which keepalived overlooks a `/length` or a `-range` (lib/utils.c, inet_stosockaddr). */
export const readPeer = (text: string): Address | undefined => readHost(text.split(/[/-]/, 1)[0]!);

/** A whole number as strtoul reads it, decimal or `0x` hexadecimal; undefined where the word is a name. */
export function readNumber(text: string): number | undefined {
  return /^\d+$|^0[xX][\dA-Fa-f]+$/.test(text) ? Number(text) : undefined;
}

/** The range of a value in words, for the end of a message. */
export function rangeInWords(value: Value): string {
  switch (value.kind) {
    case 'integer':
      return Number.isFinite(value.max) ? `, a number from ${value.min} to ${value.max}` : ', a number';
    case 'choice':
      return ` (${value.values.join(', ')})`;
    case 'either':
      return value.values.map(rangeInWords).join('');
    default:
      return '';
  }
}
