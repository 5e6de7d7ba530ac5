/** What must be the same on all nodes, and is not. */
import { type CatalogueEntry, report } from '../../model/catalogue.ts';
import type { Edit, Finding, Severity } from '../../model/finding.ts';
import type { Place } from '../../model/place.ts';
import { listed } from '../words.ts';
import { type Entry, leaderOf } from './entry.ts';

/** What one node says about the matter. */
export interface Voice {
  readonly entry: Entry;
  /** Equal where two nodes agree. */
  readonly key: string;
  readonly place: Place;
}

interface Disagreement<V extends Voice> {
  readonly code: CatalogueEntry;
  readonly severity?: Severity;
  /** What the finding says in the file of `own`; `others` do not agree with it. */
  message(own: V, others: readonly V[]): string;
  /** What stands at this place, for the other files' findings. */
  related(voice: V): string;
  /** Makes `own` agree with `other`: the title and the edits, none where it cannot be done. */
  fix?(own: V, other: V): { title: string; edits: readonly Edit[] } | undefined;
  /** The one that the others should follow, where the majority or the leader is not it. */
  readonly model?: V;
}

/**
 * One finding in the file of every voice where not all agree. The preferred fix follows the majority, and where there
 * is none, the node that is meant to be MASTER.
 */
export function disagreements<V extends Voice>(voices: readonly V[], about: Disagreement<V>): Finding[] {
  if (new Set(voices.map(({ key }) => key)).size < 2) return [];
  const model = (about.model ?? modelOf(voices)).key;
  return voices.map((own) => {
    const others = voices.filter(({ key }) => key !== own.key);
    const fixes = oneOfEach(others).flatMap((other) => {
      const fix = about.fix?.(own, other);
      if (!fix?.edits.length) return [];
      return [{ ...fix, ...(other.key === model && { preferred: true as const }) }];
    });
    return report(about.code, own.place, about.message(own, others), {
      ...(about.severity && { severity: about.severity }),
      related: others.map((other) => ({ place: other.place, message: about.related(other) })),
      ...(fixes.length && { fixes }),
    });
  });
}

function modelOf<V extends Voice>(voices: readonly V[]): V {
  const counts = new Map<string, number>();
  for (const { key } of voices) counts.set(key, (counts.get(key) ?? 0) + 1);
  const most = Math.max(...counts.values());
  const largest = voices.filter(({ key }) => counts.get(key) === most);
  const leader = leaderOf(largest.map(({ entry }) => entry));
  return largest.find(({ entry }) => entry === leader)!;
}

const oneOfEach = <V extends Voice>(voices: readonly V[]): V[] =>
  [...new Map([...voices].reverse().map((voice) => [voice.key, voice])).values()].reverse();

/** "ngx1 has 51", "ngx1 and ngx3 have 51, ngx4 has 61". */
export function whoHas<V extends Voice>(voices: readonly V[], shown: (voice: V) => string): string {
  const names = new Map<string, string[]>();
  for (const voice of voices) names.set(shown(voice), [...(names.get(shown(voice)) ?? []), voice.entry.name]);
  return [...names].map(([value, who]) => `${listed(who)} ${who.length > 1 ? 'have' : 'has'} ${value}`).join(', ');
}

/** "ngx1", "ngx1 and ngx3". */
export const namesOf = (voices: readonly Voice[]): string => listed(voices.map(({ entry }) => entry.name));
