import type { Place } from './place.ts';

/**
 * keepalived: the program itself reports, rejects or changes it. host: so it does, but not before it has read everything
 * on a host that has the interfaces and network namespaces which the file names. pair: only visible across nodes.
 * advice: it works.
 */
export type Origin = 'keepalived' | 'host' | 'pair' | 'advice';
export type Severity = 'error' | 'warning' | 'information' | 'hint';

export interface Edit {
  readonly place: Place;
  readonly text: string;
}

/** A change that cures a finding; it may touch several files. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** The one that a person would take nine times out of ten. */
  readonly preferred?: true;
}

export interface Related {
  readonly place: Place;
  readonly message: string;
}

export interface Finding {
  /** Stable; the catalogue lists them all. */
  readonly code: string;
  readonly origin: Origin;
  readonly severity: Severity;
  readonly message: string;
  readonly place: Place;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
  /** First and last line (as places) of the cascade that keepalived would print and this one finding stands for. */
  readonly explains?: readonly [Place, Place];
  readonly tags?: readonly ('deprecated' | 'unnecessary')[];
}

/** Whether keepalived itself says it, wherever that is. */
export const isOfKeepalived = ({ origin }: Pick<Finding, 'origin'>): boolean =>
  origin === 'keepalived' || origin === 'host';
