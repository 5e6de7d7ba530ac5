/** Objects that a configuration defines by name, found in the syntax alone, so that they are there while one types. */
import type { Files } from '../model/files.ts';
import type { Place } from '../model/place.ts';
import { type ObjectKind, ROOT } from '../schema/index.ts';
import type { Item, Line, Tree, Word } from '../syntax/tree.ts';
import { linesOf } from '../syntax/tree.ts';

export interface NamedObject {
  readonly kind: ObjectKind;
  readonly name: string;
  /** The keyword that defines it. */
  readonly keyword: string;
  /** The name's own place. */
  readonly place: Place;
  /** The whole block. */
  readonly whole: Place;
}

/** What each top-level block defines with its first argument. */
const DEFINES: ReadonlyMap<string, ObjectKind> = new Map(
  [...ROOT.values()].flatMap(({ name, arguments: [first] }): [string, ObjectKind][] =>
    first?.value.kind === 'definition' ? [[name, first.value.of]] : [],
  ),
);

const known = new WeakMap<Item, readonly NamedObject[]>();

/** All named objects of these files, in order. */
export function objectsIn(files: Files, names: readonly string[]): NamedObject[] {
  return names.flatMap((file) => (files.tree(file)?.items ?? []).flatMap((item) => objectsOf(item, file)));
}

function objectsOf(item: Item, file: string): readonly NamedObject[] {
  const objects = known.get(item);
  if (objects) return objects;
  const found: NamedObject[] = [];
  if (item.line) collect(item.line, item, file, found);
  known.set(item, found);
  return found;
}

function collect(line: Line, item: Item, file: string, found: NamedObject[]): void {
  if (line.kind === 'stray-open') for (const inner of linesOf(line)) collect(inner, item, file, found);
  if (line.kind !== 'statement') return;
  const [keyword, name] = line.words;
  const kind = DEFINES.get(keyword.text);
  if (!kind || !name) return;
  const at = ({ start, end }: { start: number; end: number }): Place => ({ file, item, start, end });
  found.push({ kind, name: name.text, keyword: keyword.text, place: at(name), whole: at(line) });
}

/** The places where `$NAME` is given its value. */
export function definitionsOf(files: Files, names: readonly string[], name: string): Place[] {
  const found: Place[] = [];
  const look = (line: Line, item: Item, file: string): void => {
    if (line.kind === 'definition' && line.name.text === name) {
      found.push({ file, item, start: line.name.start, end: line.name.end });
    }
    for (const inner of linesOf(line)) look(inner, item, file);
  };
  for (const file of names) {
    for (const item of files.tree(file)?.items ?? []) if (item.line) look(item.line, item, file);
  }
  return found;
}

/** The interfaces that a file speaks of, each once: what stands behind `interface` and `dev`. */
export function interfacesIn(tree: Tree): string[] {
  const found = new Set<string>();
  const look = (line: Line): void => {
    if (line.kind === 'statement') {
      const { words } = line;
      if (words[0].text === 'interface' && words[1]) found.add(words[1].text);
      const device: Word | undefined = words[words.findIndex(({ text }) => text === 'dev') + 1];
      if (device && device !== words[0]) found.add(device.text);
    }
    for (const inner of linesOf(line)) look(inner);
  };
  for (const { line } of tree.items) if (line) look(line);
  return [...found];
}
