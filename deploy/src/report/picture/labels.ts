/** Labels of moments that do not overlap, however close the moments are. */

export interface Label {
  /** Where its moment is, and the label begins; pixels, as its width. */
  readonly x: number;
  readonly width: number;
}

/** Between two labels side by side. */
const APART = 8;

/**
 * How far each stands away from the time line: 0 is closest. A line leads from the moment to its label, and a label is
 * further away than those whose lines it would be crossed by. Undefined where that would be `most` or more: it is left
 * out.
 */
export function levelsOf(labels: readonly Label[], most: number): (number | undefined)[] {
  const levels: (number | undefined)[] = labels.map(() => undefined);
  const fromRight = [...labels.keys()].toSorted((a, b) => labels[b]!.x - labels[a]!.x || b - a);
  const placed: number[] = [];
  for (const i of fromRight) {
    const end = labels[i]!.x + labels[i]!.width + APART;
    const level = Math.max(-1, ...placed.filter((j) => labels[j]!.x < end).map((j) => levels[j]!)) + 1;
    if (level >= most) continue;
    levels[i] = level;
    placed.push(i);
  }
  return levels;
}
