/** What checkers name: track files and BFD instances, which must stand above (check_file.c, check_bfd.c). */
import { catalogue, report } from '../../model/catalogue.ts';
import { type Directive, headerOf, isOpaque, placeOf } from '../../model/directive.ts';
import type { Finding } from '../../model/finding.ts';
import type { Node } from '../../model/node.ts';
import { named, type Setting } from '../../model/settings.ts';
import { tells } from '../bfdProcess.ts';
import { endOf, isKeptObject } from '../scripts.ts';
import type { VirtualServer } from './servers.ts';

export const OBJECT_CODES = catalogue('keepalived', {
  'file-check-object': ['error', 'A FILE_CHECK names no track_file that stands above: it is dropped.'],
  'bfd-check-object': ['error', 'A BFD_CHECK names no bfd_instance for checkers that stands above: it is dropped.'],
});

const BFD_NAME_LENGTH = 31;

interface Definition {
  readonly setting: Setting;
  readonly order: number;
  /** Other processes have it, but not the one that checks. */
  readonly elsewhere?: true;
}

/** Which objects the checker process knows, and from where on. */
export interface Objects {
  readonly files: ReadonlyMap<string, Definition>;
  readonly bfds: ReadonlyMap<string, Definition>;
  readonly opaque: boolean;
}

const known = new WeakMap<Node, Objects>();

export function objectsOf(node: Node): Objects {
  const done = known.get(node);
  if (done) return done;
  const files = new Map<string, Definition>();
  const bfds = new Map<string, Definition>();
  let opaque = false;
  node.settings.forEach((setting, order) => {
    const { keyword, directive } = setting;
    const kind = keyword?.name;
    const name = directive.words[1];
    if (!name || !(kind === 'track_file' || kind === 'vrrp_track_file' || kind === 'bfd_instance')) return;
    opaque ||= isOpaque(name);
    if (kind !== 'bfd_instance') {
      if (!files.has(name.text) && isKeptObject(setting)) files.set(name.text, { setting, order });
    } else if (!bfds.has(name.text)) {
      const elsewhere = !tells('checker', setting);
      bfds.set(name.text, { setting, order, ...(elsewhere && { elsewhere }) });
    }
  });
  const objects = { files, bfds, opaque };
  known.set(node, objects);
  return objects;
}

/** FILE_CHECK and BFD_CHECK of one virtual server, which is the `order`-th block of all. */
export function objectChecks({ read }: VirtualServer, order: number, objects: Objects): Finding[] {
  return read.flatMap(({ setting: { children } }) => [
    ...named(children, 'FILE_CHECK').flatMap((check) => fileCheck(check, order, objects)),
    ...bfdChecks(named(children, 'BFD_CHECK'), order, objects),
  ]);
}

const isUnclosed = ({ directive }: Setting): boolean => !directive.block?.close;

function fileCheck(check: Setting, order: number, { files, opaque }: Objects): Finding[] {
  const { directive, children } = check;
  if (!directive.block) return [];
  const findings: Finding[] = [];
  let found = false;
  for (const { directive: statement } of named(children, 'track_file')) {
    const word = statement.words[1];
    if (!word) continue;
    const definition = files.get(word.text);
    if (opaque || isOpaque(word) || (definition && definition.order < order)) {
      found = true;
      continue;
    }
    const message = missing('track_file', word.text, definition, 'this line');
    findings.push(report(OBJECT_CODES['file-check-object'], placeOf(statement, word), message, relatedTo(definition)));
  }
  if (found || (!findings.length && isUnclosed(check))) return findings;
  const message = findings.length
    ? 'So this FILE_CHECK has no track_file: keepalived drops it, and the real server goes without this check.'
    : 'This FILE_CHECK names no `track_file`: keepalived drops it, and the real server goes without this check.';
  const related = [{ place: headerOf(directive), message: 'the check begins here' }];
  return [...findings, report(OBJECT_CODES['file-check-object'], endOf(check), message, { related })];
}

/** The first line that is wrong drops the checker, and what follows in it is not read. */
function bfdChecks(checks: readonly Setting[], order: number, { bfds, opaque }: Objects): Finding[] {
  const watched = new Map<string, Directive>();
  return checks.flatMap((check) => {
    const { directive, children } = check;
    if (!directive.block) return [];
    let own: { name: string; at: Directive } | undefined;
    for (const { directive: statement } of named(children, 'name')) {
      const word = statement.words[1];
      // More than one word, or none: told where words are counted (arguments.ts).
      if (!word || statement.words.length > 2) return [];
      if (isOpaque(word) || opaque) return [];
      const definition = bfds.get(word.text);
      const drop = (message: string, related?: Directive): Finding[] => [
        report(OBJECT_CODES['bfd-check-object'], placeOf(statement, word), message, {
          ...(related && { related: [{ place: headerOf(related), message: 'the first one' }] }),
        }),
      ];
      if (!definition || definition.order > order || definition.elsewhere) {
        const message = missing('bfd_instance', word.text, definition, 'this check');
        return [report(OBJECT_CODES['bfd-check-object'], placeOf(statement, word), message, relatedTo(definition))];
      }
      if (own) return drop(`This BFD_CHECK watches ${own.name} already: keepalived drops the whole check.`, own.at);
      if (word.text.length > BFD_NAME_LENGTH) {
        return drop(`A name has at most ${BFD_NAME_LENGTH} characters: keepalived drops this check.`);
      }
      const earlier = watched.get(word.text);
      if (earlier) return drop(`This real server watches ${word.text} already: keepalived drops this check.`, earlier);
      own = { name: word.text, at: statement };
    }
    if (own) {
      watched.set(own.name, own.at);
      return [];
    }
    if (isUnclosed(check)) return [];
    const message = 'This BFD_CHECK has no `name`: keepalived drops it, and the real server goes without this check.';
    const related = [{ place: headerOf(directive), message: 'the check begins here' }];
    return [report(OBJECT_CODES['bfd-check-object'], endOf(check), message, { related })];
  });
}

function missing(kind: string, name: string, definition: Definition | undefined, dropped: string): string {
  const consequence = `keepalived ${dropped === 'this line' ? 'ignores' : 'drops'} ${dropped}`;
  if (!definition) return `There is no ${kind} ${name}: ${consequence}.`;
  if (definition.elsewhere) {
    return `The ${kind} ${name} is for VRRP only: ${consequence}. Add \`checker\` to the ${kind}.`;
  }
  return `The ${kind} ${name} is defined further below, and keepalived reads from top to bottom: ${consequence}. Move the ${kind} above.`;
}

const relatedTo = (definition: Definition | undefined) =>
  definition && { related: [{ place: headerOf(definition.setting.directive), message: 'it stands here' }] };
