/** Which problems with an include are errors: its own letters, and what `include_check` has set (include_check_set). */
import type { Directive } from '../directive.ts';

/**
 * `read`: what cannot be read. `match`: a missing file. `wildcard_match`: a wildcard that matches nothing.
 * `brace_match`: an alternative in braces that is missing.
 */
export type IncludeCheck = 'read' | 'match' | 'wildcard_match' | 'brace_match';
export type IncludeChecks = ReadonlySet<IncludeCheck>;

const ALL: readonly IncludeCheck[] = ['read', 'match', 'wildcard_match', 'brace_match'];

const OF_KEYWORD: Readonly<Record<string, readonly IncludeCheck[]>> = {
  include: [],
  includer: ['read'],
  includem: ['read', 'match'],
  includew: ['read', 'match', 'wildcard_match'],
  includeb: ['read', 'brace_match'],
  includea: ALL,
};

export const checksOf = (keyword: string, set: IncludeChecks): IncludeChecks =>
  new Set([...set, ...(OF_KEYWORD[keyword] ?? [])]);

export function withIncludeCheck(before: IncludeChecks, { words: [, ...words] }: Directive): IncludeChecks {
  if (!words.length) return new Set(ALL);
  const checks = new Set(before);
  for (const [index, { text }] of words.entries()) {
    const sign = /^[-+]/.exec(text)?.[0];
    if (!sign && index > 0) continue;
    if (!sign) checks.clear();
    const check = ALL.find((name) => name === (sign ? text.slice(1) : text));
    if (!check) continue;
    if (!sign) checks.add('read');
    if (sign === '-') checks.delete(check);
    else checks.add(check);
  }
  return checks;
}

/** Those directives of an item that set it. */
export const includeChecksIn = (directive: Directive): Directive[] =>
  directive.words[0].text === 'global_defs' && directive.item.text.includes('include_check')
    ? (directive.block?.body ?? []).filter(({ words: [{ text }] }) => text === 'include_check')
    : [];
