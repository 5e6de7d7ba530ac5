/** Short words for writing the keyword tables. */
import type { Argument, BlockKeyword, Keyword, ListKeyword, StatementKeyword, Unit, Value } from './types.ts';

export const U32_MAX = 4_294_967_295;
export const I32_MAX = 2_147_483_647;

export const integer = (min: number, max: number, unit?: Unit): Value =>
  unit ? { kind: 'integer', min, max, unit } : { kind: 'integer', min, max };
export const decimal = (min: number, max: number, unit?: Unit, places = 6): Value =>
  unit ? { kind: 'decimal', min, max, places, unit } : { kind: 'decimal', min, max, places };
export const choice = (...values: string[]): Value => ({ kind: 'choice', values });
export const text = (maxLength?: number): Value => (maxLength ? { kind: 'text', maxLength } : { kind: 'text' });
export const BOOLEAN: Value = { kind: 'boolean' };
export const INTERFACE: Value = { kind: 'interface' };
export const ADDRESS: Value = { kind: 'address' };
export const SCRIPT: Value = { kind: 'script' };
export const PATH: Value = { kind: 'path' };

export const argument = (label: string, value: Value, more: Partial<Argument> = {}): Argument => ({
  label,
  value,
  ...more,
});
export const optional = (label: string, value: Value, more: Partial<Argument> = {}): Argument =>
  argument(label, value, { optional: true, ...more });

type More = Partial<Omit<StatementKeyword, 'kind' | 'name' | 'arguments'>>;

export const statement = (name: string, args: readonly Argument[] = [], more: More = {}): StatementKeyword => ({
  kind: 'statement',
  name,
  arguments: args,
  ...more,
});
/** A statement whose presence alone counts: whatever stands behind it is ignored. */
export const flag = (name: string, more: More = {}): StatementKeyword => statement(name, [], more);
/** A statement that may be switched: bare means on. */
export const toggle = (name: string, more: More = {}): StatementKeyword =>
  statement(name, [optional('BOOL', BOOLEAN)], more);
export const block = (name: string, args: readonly Argument[], keywords: Keyword[], more: More = {}): BlockKeyword => ({
  kind: 'block',
  name,
  arguments: args,
  keywords: byName(keywords),
  ...more,
});
export const list = (
  name: string,
  entry: readonly Argument[],
  more: More & Partial<Pick<ListKeyword, 'entries' | 'options' | 'arguments'>> = {},
): ListKeyword => ({ kind: 'list', name, arguments: [], entries: 'lines', entry, options: [], ...more });

export const byName = (keywords: readonly Keyword[]): ReadonlyMap<string, Keyword> =>
  new Map(keywords.map((keyword) => [keyword.name, keyword]));
