import type { Place } from './place.ts';

/** keepalived: the program itself reports, rejects or changes it. pair: only visible across nodes. advice: it works. */
export type Origin = 'keepalived' | 'pair' | 'advice';
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
