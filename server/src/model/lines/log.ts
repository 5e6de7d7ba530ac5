/** What the reading teaches besides the lines themselves. */
import type { Item } from '../../syntax/tree.ts';
import type { Place } from '../place.ts';
import type { Defined, Put } from './definitions.ts';
import type { IncludeChecks } from './includeChecks.ts';
import { type Origin, placeIn } from './origin.ts';
import type { LineProblem } from './problems.ts';
import type { Sourced } from './sourced.ts';

/** An include as it was followed. */
export interface Included {
  readonly keyword: string;
  readonly pattern: string;
  readonly place: Place;
  /** The file from whose folder the pattern is seen. */
  readonly from: string;
  readonly files: readonly string[];
  /** What of it is an error. */
  readonly checks: IncludeChecks;
  /** A part of the pattern is only known where keepalived runs. */
  readonly unknown: boolean;
}

/** A use of a definition that stands in a file, and what it became; several values where a generator repeats it. */
export interface Use {
  readonly name: string;
  readonly place: Place;
  readonly values: readonly string[];
  readonly definition: Defined;
}

/** A line of a file that stands for others. */
export interface Made {
  readonly place: Place;
  /** The first of them. */
  readonly lines: readonly string[];
  readonly count: number;
}

const MOST_SHOWN = 8;

export class Log {
  readonly files: string[] = [];
  readonly includes: Included[] = [];
  readonly definitions: Defined[] = [];
  readonly problems: LineProblem[] = [];
  readonly uses: Use[] = [];
  readonly made: Made[] = [];
  /** The config ids that conditions name. */
  readonly conditions = new Set<string>();
  private readonly told = new Map<Item, Set<string>>();
  private readonly values = new Map<Item, Map<number, string[]>>();

  /** Says a thing once for a place, however many lines are made there. */
  tell(problem: LineProblem): void {
    const { item, start } = problem.place;
    const told = this.told.get(item) ?? new Set();
    this.told.set(item, told);
    const key = `${start} ${problem.kind}`;
    if (!told.has(key)) this.problems.push(problem);
    told.add(key);
  }

  /** Definitions were put in, and the line became this one. */
  putIn(puts: readonly Put[], line: Sourced, origin: Origin): void {
    for (const { span, definition } of puts) {
      const place = placeIn(origin, span);
      const value = definition.multiline
        ? definition.value.trimEnd()
        : line.pieces
            .filter(({ kind, start, end }) => kind === 'put-in' && start === span.start && end === span.end)
            .map(({ text }) => text)
            .join('');
      const inItem = this.values.get(place.item) ?? new Map<number, string[]>();
      this.values.set(place.item, inItem);
      const known = inItem.get(place.start);
      if (known) {
        if (known.length < MOST_SHOWN && !known.includes(value)) known.push(value);
        continue;
      }
      const values = [value];
      inItem.set(place.start, values);
      this.uses.push({ name: definition.name, place, values, definition });
    }
  }

  standsForMany({ made }: Origin): void {
    if (this.made.at(-1) !== made) this.made.push(made);
  }

  /** A line is read that this one became. */
  makes(text: string, { made }: Origin): void {
    if (made.count++ < MOST_SHOWN) made.lines.push(text);
  }
}
