/** Blocks that keepalived skips as a whole because of their first line: nothing inside them is read. */
import type { BlockKeyword } from '../schema/index.ts';
import { type Directive, isOpaque } from './directive.ts';
import { readEndpoint } from './endpoint.ts';
import { readInteger } from './values.ts';

export type Refusal = 'nameless' | 'surplus' | 'too-long' | 'duplicate' | 'address';

/** Names of the blocks read so far, by keyword; keep one for a whole configuration. */
export type TakenNames = Map<string, Set<string>>;

const FWMARK_MAX = 4_294_967_295;

/** Why keepalived skips the block, or `undefined` where it reads it; the name is then taken. */
export function refusal(keyword: BlockKeyword, directive: Directive, taken: TakenNames): Refusal | undefined {
  if (keyword.invalid?.kind !== 'dropped') return undefined;
  const [, name, ...rest] = directive.words;
  if (!name) return 'nameless';
  if (isOpaque(name)) return undefined;
  const [argument] = keyword.arguments;
  const [port] = rest;
  if (port && isOpaque(port)) return undefined;
  if (argument?.value.kind === 'address') return readEndpoint(name.text, port?.text) ? undefined : 'address';
  if (keyword.name === 'virtual_server') return servesNothing(name.text, port?.text) ? 'address' : undefined;
  if (keyword.surplus === 'error' && rest.length > 0) return 'surplus';
  if (argument?.value.kind !== 'definition') return undefined;
  if (name.text.length > (argument.value.maxLength ?? Infinity)) return 'too-long';
  const names = taken.get(keyword.name) ?? new Set();
  taken.set(keyword.name, names);
  if (keyword.again === 'error' && names.has(name.text)) return 'duplicate';
  names.add(name.text);
  return undefined;
}

/** `IP [PORT]`, `fwmark N` or `group NAME`. */
function servesNothing(first: string, second: string | undefined): boolean {
  if (first === 'group') return false;
  if (first === 'fwmark') return second !== undefined && readInteger(second, 0, FWMARK_MAX) === undefined;
  return !readEndpoint(first, second);
}
