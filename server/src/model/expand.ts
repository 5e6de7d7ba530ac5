/**
 * A configuration as the directives that keepalived reads: conditions are decided, definitions put in, generators run,
 * includes followed. What comes out still knows the place a person must edit.
 */
import { DEFAULT_VERSION, type Version } from '../schema/index.ts';
import type { Directive, StrayBrace } from './directive.ts';
import type { Files } from './files.ts';
import type { Defined } from './lines/definitions.ts';
import { type Included, Log, type Made, type Use } from './lines/log.ts';
import type { LineProblem } from './lines/problems.ts';
import { LineReader } from './lines/reader.ts';
import { nest } from './nesting.ts';

export interface ExpandContext {
  readonly files: Files;
  /** keepalived's `-i`; where it is not known, no `@id` line counts and every `@^id` line does. */
  readonly configId?: string;
  /** Releases differ in what they make of definitions and includes. */
  readonly version?: Version;
}

export interface Expansion {
  readonly directives: readonly Directive[];
  /** Those outside any block, in order. */
  readonly strays: readonly StrayBrace[];
  readonly includes: readonly Included[];
  /** Every definition, in order. */
  readonly definitions: readonly Defined[];
  /** Where definitions were put in, in the files themselves. */
  readonly uses: readonly Use[];
  /** Lines that stand for others: generators, and uses of definitions of many lines. */
  readonly made: readonly Made[];
  readonly problems: readonly LineProblem[];
  /** The config ids that conditions name, in order. */
  readonly conditions: readonly string[];
  /** Every file that took part, the configuration itself first. */
  readonly files: readonly string[];
}

/** Follows a configuration from its main file. A file that includes itself is followed once. */
export function expand(file: string, context: ExpandContext): Expansion {
  const log = new Log();
  const { body, strays } = nest(new LineReader(file, { version: DEFAULT_VERSION, ...context }, log).read());
  const { files, includes, definitions, uses, made, problems, conditions } = log;
  return {
    directives: body,
    strays,
    includes,
    definitions,
    uses,
    made,
    problems,
    conditions: [...conditions],
    files,
  };
}
