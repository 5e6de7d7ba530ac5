/** Where keepalived exits for want of a word (lib/parser.c, null_strvec): what stands behind it is never read. */
import type { Directive } from '../model/directive.ts';
import type { StopTest } from '../model/reading.ts';
import type { Setting } from '../model/settings.ts';
import { isKnownSince, type Keyword, type ListKeyword, type Version } from '../schema/index.ts';
import { markStops } from './lvs/groups.ts';
import { perBlock } from './perBlock.ts';
import { routeStops } from './routeEntries.ts';
import { ruleStops } from './ruleEntries.ts';
import { vmacStops } from './vmac.ts';

type EntryTest = (entry: Directive, list: ListKeyword, version: Version) => boolean;

/** Lists whose entries may lack a word that keepalived cannot do without. */
const LISTS: Readonly<Record<string, EntryTest>> = {
  static_routes: routeStops,
  virtual_routes: routeStops,
  static_rules: ruleStops,
  virtual_rules: ruleStops,
  virtual_server_group: markStops,
};

const entryStops: EntryTest = (entry, list, version) => LISTS[list.name]?.(entry, list, version) ?? false;

function lacksArgument(directive: Directive, keyword: Keyword, version: Version): boolean {
  if (keyword.name === 'use_vmac' || keyword.name === 'use_ipvlan') return vmacStops(directive, version);
  if (directive.words.length > 1 || !(keyword.missingArgumentExits ?? keyword.missingArgumentCrashes)) return false;
  return keyword.arguments.some((argument) => isKnownSince(argument, version));
}

export const stopsAt =
  (version: Version): StopTest =>
  (directive, keyword, isEntry) =>
    isEntry
      ? keyword.kind === 'list' && entryStops(directive, keyword, version)
      : lacksArgument(directive, keyword, version);

const stopsIn = perBlock((block, version): readonly Directive[] => {
  const stops = stopsAt(version);
  const found: Directive[] = [];
  const visit = ({ directive, keyword, children }: Setting): void => {
    if (keyword && isKnownSince(keyword, version)) {
      if (stops(directive, keyword, false)) found.push(directive);
      if (keyword.kind === 'list' && LISTS[keyword.name]) {
        found.push(...(directive.block?.body ?? []).filter((entry) => stops(entry, keyword, true)));
      }
    }
    children.forEach(visit);
  };
  visit(block);
  return found;
});

/** Whether keepalived may exit anywhere in these blocks, as the tree shows them. */
export const mayStop = (settings: readonly Setting[], version: Version): boolean =>
  stopsIn(settings, version).length > 0;
