import type { TextReader } from '../workspace/files.ts';

/** What the server needs from the machine it runs on. Files are canonical URIs. Nothing here throws or rejects. */
export interface Host extends TextReader {
  /** What a folder holds; nothing where it cannot be read. */
  list(folder: string): Promise<readonly Entry[]>;
  /** Another text has another stamp; undefined where there is no such file. */
  stamp(file: string): string | undefined;
}

export interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
}
