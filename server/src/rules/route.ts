/** A route while it is read, and what can be wrong with it (vrrp_iproute.c, alloc_route). */
import { catalogue, report } from '../model/catalogue.ts';
import { type Directive, placeOf } from '../model/directive.ts';
import type { Finding, Fix } from '../model/finding.ts';
import type { Option, Version } from '../schema/index.ts';
import type { Word } from '../syntax/tree.ts';
import { INTERFACE_LENGTH, isTooLong } from './entries.ts';

export const ROUTE_CODES = catalogue('keepalived', {
  'route-invalid': ['error', 'A word of a route is wrong: the route is dropped.'],
  'route-option-ignored': ['error', 'An option of a route is not understood: it is ignored.'],
  'route-value-missing': ['error', 'An option of a route has no value: keepalived refuses to start.'],
  'route-untracked': ['warning', 'A route names no interface (before 2.3.2): it is not watched.'],
  'route-protocol': ['warning', 'A tracked route has a protocol of its own: it is reset.'],
  'route-time-forced': ['warning', 'A time of a route is rounded, or is not from 200 ms to 120 s: the limit is used.'],
  'route-old-word': ['information', 'An old spelling in a route.'],
});

export interface Route {
  readonly entry: Directive;
  readonly options: readonly Option[];
  readonly version: Version;
  readonly findings: Finding[];
  family?: 4 | 6;
  destination?: Word;
  device?: true;
  untracked?: true;
  protocol?: Word;
}

export type Problem =
  | {
      readonly code: keyof typeof ROUTE_CODES;
      readonly word: Word;
      readonly message: string;
      readonly fixes?: readonly Fix[];
    }
  | undefined;

export const invalid = (word: Word, why: string): Problem => ({
  code: 'route-invalid',
  word,
  message: `${why}: keepalived drops this route.`,
});
export const missing = (word: Word): Problem => ({
  code: 'route-value-missing',
  word,
  message: `"${word.text}" needs a value: keepalived stops reading here and refuses to start.`,
});

/** Whether a family fits the route; the first that is named decides. */
export function joins(route: Route, family: 4 | 6 | undefined): boolean {
  if (family === undefined) return true;
  route.family ??= family;
  return route.family === family;
}

export const MIXED = 'A route is IPv4 or IPv6, not both';

export function checkDevice({ entry, findings }: Route, device: Word): void {
  if (!isTooLong(device.text)) return;
  const message = `No interface has a name of more than ${INTERFACE_LENGTH} characters: keepalived refuses to start.`;
  findings.push(report(ROUTE_CODES['route-invalid'], placeOf(entry, device), message));
}
