import type { Finding, Origin, Severity } from './finding.ts';
import type { Place } from './place.ts';

/** What the catalogue says of one code: stable, the same for every finding of it. */
export interface CatalogueEntry {
  readonly code: string;
  readonly origin: Origin;
  /** Where nothing makes it milder or graver. */
  readonly severity: Severity;
  /** One line for the list of all rules: what fires it. */
  readonly summary: string;
}

export type Catalogue<Code extends string> = { readonly [K in Code]: CatalogueEntry & { readonly code: K } };

/** Writes a part of the catalogue: `code: [severity, summary]`, all of one origin. */
export function catalogue<const T extends Record<string, readonly [Severity, string]>>(
  origin: Origin,
  entries: T,
): Catalogue<keyof T & string> {
  return Object.fromEntries(
    Object.entries(entries).map(([code, [severity, summary]]) => [code, { code, origin, severity, summary }]),
  ) as Catalogue<keyof T & string>;
}

type More = Partial<Pick<Finding, 'severity' | 'related' | 'fixes' | 'explains' | 'tags'>>;

/** A word of a megabyte is no help in a message. Characters. */
const LONGEST_WORD = 200;
const shortened = (message: string): string =>
  message.length > LONGEST_WORD
    ? message.replace(/\S{201,}/g, (word) => `${word.slice(0, LONGEST_WORD / 2)}…${word.slice(-10)}`)
    : message;

export const report = (entry: CatalogueEntry, place: Place, message: string, more: More = {}): Finding => ({
  code: entry.code,
  origin: entry.origin,
  severity: entry.severity,
  message: shortened(message),
  place,
  ...more,
});
