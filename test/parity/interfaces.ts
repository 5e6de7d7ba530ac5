/** The network interfaces that a configuration names, so that they can be there when keepalived looks for them. */
import type { Directive } from '../../server/src/model/directive.ts';
import { type Setting, walk } from '../../server/src/model/settings.ts';
import { toNode } from '../../server/src/model/toNode.ts';
import type { Argument, Keyword, Value } from '../../server/src/schema/index.ts';
import { memoryFiles } from '../support/memory.ts';

const isInterface = (value: Value | undefined): boolean => value?.kind === 'interface';

/** Interfaces that keepalived makes itself must not be there. */
const MADE_BY_KEEPALIVED: ReadonlySet<string> = new Set(['use_vmac', 'use_ipvlan']);

export function interfacesIn(text: string): string[] {
  const { settings } = toNode('/k', { files: memoryFiles({ '/k': text }) });
  return [...new Set([...walk(settings)].flatMap(named))].filter((name) => /^[^\s/:.][^\s/:]{0,14}$/.test(name));
}

function named({ directive, keyword, meant }: Setting): string[] {
  const known: Keyword | undefined = keyword ?? meant;
  if (!known || MADE_BY_KEEPALIVED.has(known.name)) return [];
  if (known.kind !== 'list') return atPlaces(directive, known.arguments, 1);
  return (directive.block?.body ?? []).flatMap((entry) => {
    const words = entry.words.map((word) => word.text);
    const options = words.flatMap((word, index) => {
      const option = known.options.find(({ name }) => name === word);
      return isInterface(option?.value) && words[index + 1] !== undefined ? [words[index + 1]!] : [];
    });
    const first = known.entry[0];
    if (known.entries === 'words') return isInterface(first?.value) ? words : [];
    return [...options, ...atPlaces(entry, known.entry, 0)];
  });
}

const atPlaces = ({ words }: Directive, args: readonly Argument[], from: number): string[] =>
  args.flatMap(({ value }, index) => {
    const word = words[index + from];
    return isInterface(value) && word ? [word.text] : [];
  });
