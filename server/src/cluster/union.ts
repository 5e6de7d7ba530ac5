/** Disjoint sets: things that belong together directly or through others. */
export interface Union<T> {
  join(a: T, b: T): void;
  /** One of its set, the same for all of them. */
  root(item: T): T;
  /** How many are in its set. */
  size(item: T): number;
  /** All sets, each in the order of the items given. */
  sets(): T[][];
}

export function createUnion<T>(items: readonly T[]): Union<T> {
  const parent = new Map(items.map((item) => [item, item]));
  const sizes = new Map(items.map((item) => [item, 1]));
  const root = (item: T): T => {
    let top = item;
    for (let up = parent.get(top); up !== undefined && up !== top; up = parent.get(top)) top = up;
    parent.set(item, top);
    return top;
  };
  return {
    join(a, b) {
      const [from, to] = [root(b), root(a)];
      if (from === to) return;
      const [small, large] = sizes.get(from)! > sizes.get(to)! ? [to, from] : [from, to];
      parent.set(small, large);
      sizes.set(large, sizes.get(from)! + sizes.get(to)!);
    },
    root,
    size: (item) => sizes.get(root(item)) ?? 1,
    sets() {
      const sets = new Map<T, T[]>();
      for (const item of items) {
        const top = root(item);
        const set = sets.get(top);
        if (set) set.push(item);
        else sets.set(top, [item]);
      }
      return [...sets.values()];
    },
  };
}
