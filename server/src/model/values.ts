/** Reads words as keepalived does under `-t` (lib/parser.c, read_int and its kin): strictly. */

/** `undefined` where the word is no whole number or lies outside the range. Leading blanks and `+` are tolerated. */
export function readInteger(text: string, min: number, max: number): number | undefined {
  const [, digits] = /^\s*([+-]?\d+)$/.exec(text) ?? [];
  const value = Number(digits);
  return digits !== undefined && value >= min && value <= max ? value : undefined;
}

/** A decimal without exponent, sign or unit; decimals beyond `places` are rounded, as keepalived does after a report. */
export function readDecimal(text: string, min: number, max: number, places: number): number | undefined {
  if (!/^\s*\+?(?:\d+\.?\d*|\.\d+)$/.test(text)) return undefined;
  const scale = 10 ** places;
  const value = Math.round(Number(text) * scale) / scale;
  return value >= min && value <= max ? value : undefined;
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['on', true],
  ['yes', true],
  ['false', false],
  ['off', false],
  ['no', false],
]);

export const readBoolean = (text: string): boolean | undefined => BOOLEANS.get(text);
