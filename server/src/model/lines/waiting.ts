/** Lines that come before the next one of the file: of generators, and of definitions of many lines. */
import type { Follow } from './definitions.ts';
import type { Generator, Values } from './generators.ts';
import type { Current, Origin } from './origin.ts';
import { putInFrom } from './sourced.ts';

interface Running {
  readonly generator: Generator;
  readonly origin: Origin;
  next: number;
}

interface Following {
  /** Its lines up to `at` were read. */
  readonly definition: Follow;
  readonly origin: Origin;
  at: number;
}

/** Both may begin inside each other: what began last is read to its end first. */
export class Waiting {
  private readonly generators: Running[] = [];
  private following: Following | undefined;
  /** Generators older than the definition in work: they wait for its end. */
  private depth = 0;
  private readonly outer: { following: Following; depth: number }[] = [];

  /** Whose line comes next. */
  get origin(): Origin | undefined {
    return (this.generators.length > this.depth ? this.generators.at(-1) : this.following)?.origin;
  }

  generate(generator: Generator, origin: Origin): void {
    this.generators.push({ generator, origin, next: 0 });
  }

  follow(definition: Follow, origin: Origin): void {
    if (this.following) this.outer.push({ following: this.following, depth: this.depth });
    this.depth = this.generators.length;
    this.following = { definition, origin, at: 0 };
  }

  /** Takes the next line; a generator's is read with definitions of its own. */
  next(define: (values: Values, origin: Origin) => void): Current | undefined {
    const running = this.generators.length > this.depth ? this.generators.at(-1) : undefined;
    if (running) {
      const { generator, origin } = running;
      define(generator.valuesAt(running.next++), origin);
      if (running.next >= generator.count) this.generators.pop();
      return { line: generator.text, origin };
    }
    const { following } = this;
    if (!following) return undefined;
    const { definition, origin, at } = following;
    const { text, span, homes } = definition;
    const end = text.indexOf('\n', at);
    following.at = end + 1;
    if (end < 0) {
      const around = this.outer.pop();
      this.following = around?.following;
      this.depth = around?.depth ?? 0;
    }
    const line = text.slice(at, end < 0 ? text.length : end);
    return { line: putInFrom(line, span, definition.at + at, homes), origin };
  }

  drop(): void {
    this.generators.length = 0;
    this.outer.length = 0;
    this.following = undefined;
    this.depth = 0;
  }
}
