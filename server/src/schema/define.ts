/** Short words for writing the keyword tables. */
import type {
  Argument,
  BlockKeyword,
  Keyword,
  ListKeyword,
  ObjectKind,
  Option,
  StatementKeyword,
  Unit,
  Value,
  Version,
} from './types.ts';

export const U32_MAX = 4_294_967_295;
export const I32_MAX = 2_147_483_647;
/** The longest time in seconds that 32 bits of microseconds hold. */
export const TIMER_MAX = 4294.967295;
/** The shortest time in seconds that is not 0. */
export const MICROSECOND = 0.000001;

type NumberValue = Extract<Value, { kind: 'integer' | 'decimal' }>;

export const integer = (min: number, max: number, unit?: Unit): NumberValue =>
  unit ? { kind: 'integer', min, max, unit } : { kind: 'integer', min, max };
export const decimal = (min: number, max: number, unit?: Unit, places = 6): NumberValue =>
  unit ? { kind: 'decimal', min, max, places, unit } : { kind: 'decimal', min, max, places };
/** `then` is what it had to be before this release. */
export const changed = (now: NumberValue, release: Version, then: NumberValue): Value => ({
  ...now,
  before: { release, value: then },
});
export const choice = (...values: string[]): Value => ({ kind: 'choice', values });
export const either = (...values: Value[]): Value => ({ kind: 'either', values });
export const definition = (of: ObjectKind, maxLength?: number): Value =>
  maxLength ? { kind: 'definition', of, maxLength } : { kind: 'definition', of };
export const reference = (to: ObjectKind): Value => ({ kind: 'reference', to });
export const text = (maxLength?: number): Value => (maxLength ? { kind: 'text', maxLength } : { kind: 'text' });
export const BOOLEAN: Value = { kind: 'boolean' };
export const INTERFACE: Value = { kind: 'interface' };
export const ADDRESS: Value = { kind: 'address' };
export const SCRIPT: Value = { kind: 'script' };
export const PATH: Value = { kind: 'path' };
export const USER: Value = { kind: 'user' };
export const GROUP: Value = { kind: 'group' };
export const PORT: Value = integer(1, 65_535);
export const MULTICAST4: Value = { kind: 'address', family: 4, multicast: true };
export const MULTICAST6: Value = { kind: 'address', family: 6, multicast: true };

export const argument = (label: string, value: Value, more: Partial<Argument> = {}): Argument => ({
  label,
  value,
  ...more,
});
export const optional = (label: string, value: Value, more: Partial<Argument> = {}): Argument =>
  argument(label, value, { optional: true, ...more });

/** The user, and the group, that a script or a pipe belongs to. */
export const OWNER: readonly Argument[] = [optional('USER', USER), optional('GROUP', GROUP)];

export type More = Partial<Omit<StatementKeyword, 'kind' | 'name' | 'arguments'>>;

export const ONCE = { again: 'error' } as const;
export const ZERO_BECOMES_1 = { invalid: { kind: 'becomes', value: '1', from: '0' } } as const;

export const statement = (name: string, args: readonly Argument[] = [], more: More = {}): StatementKeyword => ({
  kind: 'statement',
  name,
  arguments: args,
  ...more,
});
/** A statement that makes keepalived exit at once where its first argument is missing. */
export const setting = (name: string, args: readonly Argument[], more: More = {}): StatementKeyword =>
  statement(name, args, { missingArgumentExits: true, ...more });
/** A statement with a command, its user and its group. */
export const script = (name: string, more: More = {}): StatementKeyword =>
  statement(name, [argument('COMMAND', SCRIPT), ...OWNER], { ...ONCE, ...more });
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

export const option = (name: string, value?: Value, more: Partial<Option> = {}): Option =>
  value ? { name, value, ...more } : { name, ...more };
/** Keywords that only a keepalived built with this switch knows. */
export const built = <K extends { build?: string }>(flag: string, keywords: readonly K[]): K[] =>
  keywords.map((keyword) => ({ ...keyword, build: keyword.build ? `${flag} & ${keyword.build}` : flag }));
/** Keywords that came with this release, but for those that say otherwise. */
export const since = <K extends { since?: Version | 'next' }>(version: Version, keywords: readonly K[]): K[] =>
  keywords.map((keyword) => ({ since: version, ...keyword }));
