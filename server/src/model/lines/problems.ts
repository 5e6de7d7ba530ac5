/** What goes wrong before keepalived looks at words. The rules say it to people. */
import type { Place } from '../place.ts';
import type { SubstitutionProblem } from './definitions.ts';
import type { GeneratorProblem } from './generators.ts';

export type LineProblem = { readonly place: Place } & (
  | SubstitutionProblem
  | { readonly kind: 'generator'; readonly problem: GeneratorProblem; readonly list: boolean }
  /** Not read further here: more lines than anybody can want, or files that include each other over and over. */
  | { readonly kind: 'too-many-lines' }
  | { readonly kind: 'too-many-files' }
  | { readonly kind: 'cycle'; readonly file: string }
  /** A line without code inside a definition of many lines ends it in the copy that most processes read. */
  | { readonly kind: 'definition-cut'; readonly name: string }
  /** A condition, a definition or a generator that came out of a definition, and is taken for a word. */
  | { readonly kind: 'not-examined' }
  /** A `\#` that begins a comment after all. */
  | { readonly kind: 'sign-lost' }
  | { readonly kind: 'read-twice'; readonly file: string }
);
