/** The files being read: an include opens others, which are read before the one that it stands in goes on. */
import type { Files } from '../files.ts';
import { FileCursor } from './cursor.ts';
import type { IncludeChecks } from './includeChecks.ts';

/** Includes may multiply; keepalived has no such bound. */
const MOST_FILES = 1000;

interface Open {
  readonly cursor: FileCursor;
  /** Those that the same include named, behind it. */
  readonly rest: readonly string[];
  readonly checks: IncludeChecks;
}

export class OpenFiles {
  /** As `include_check` has set them; what a file sets holds to its end. */
  checks: IncludeChecks = new Set();
  private readonly stack: Open[] = [];
  private left = MOST_FILES;
  private readonly files: Files;
  private readonly onOpen: (file: string) => void;

  constructor(files: Files, onOpen: (file: string) => void) {
    this.files = files;
    this.onOpen = onOpen;
  }

  get current(): FileCursor | undefined {
    return this.stack.at(-1)?.cursor;
  }

  get isFull(): boolean {
    return this.left <= 0;
  }

  /** Opens the first of these that can be read; the others follow it. */
  open(names: readonly string[]): void {
    for (const [index, name] of names.entries()) {
      const tree = this.isFull ? undefined : this.files.tree(name);
      if (!tree) continue;
      this.left--;
      this.onOpen(name);
      this.stack.push({ cursor: new FileCursor(name, tree), rest: names.slice(index + 1), checks: this.checks });
      return;
    }
  }

  /** Goes on with the next file, or with the one around. */
  close(): void {
    const done = this.stack.pop();
    if (!done) return;
    this.checks = done.checks;
    this.open(done.rest);
  }

  isReading(name: string): boolean {
    return this.stack.some(({ cursor, rest }) => cursor.file === name || rest.includes(name));
  }
}
