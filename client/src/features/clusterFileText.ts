/** keepalived-ha.json as a text: which nodes it names, and where each is reached. */
import { applyEdits, findNodeAtLocation, modify, type Node, parseTree } from 'jsonc-parser';
import { readDestination } from '../../../deploy/src/ssh/destination.ts';

export const CLUSTER_FILE = 'keepalived-ha.json';

export interface NamedNode {
  readonly name: string;
  /** As written; empty where there is none. */
  readonly config: string;
  readonly hasHost: boolean;
  /** Where its name stands in the text. */
  readonly offset: number;
}

/** In the order of the file; none where it cannot be read. */
export function nodesIn(text: string): NamedNode[] {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const list = root && findNodeAtLocation(root, ['nodes']);
  if (list?.type !== 'object') return [];
  return (list.children ?? []).flatMap(({ children: [key, node] = [] }) =>
    key && node?.type === 'object'
      ? [
          {
            name: String(key.value),
            config: textAt(node, 'config'),
            hasHost: textAt(node, 'host') !== '',
            offset: key.offset,
          },
        ]
      : [],
  );
}

const textAt = (node: Node, property: string): string => {
  const value: unknown = findNodeAtLocation(node, [property])?.value;
  return typeof value === 'string' ? value : '';
};

/** The text with a destination for each of these nodes. Whoever logs in as somebody else than root needs sudo. */
export function withHosts(text: string, hosts: ReadonlyMap<string, string>): string {
  const formattingOptions = { insertSpaces: true, tabSize: 2, eol: text.includes('\r\n') ? '\r\n' : '\n' };
  let result = text;
  for (const [name, host] of hosts) {
    const { user = 'root' } = readDestination(host);
    const properties = { host, ...(user !== 'root' && { become: 'sudo' }) };
    for (const [property, value] of Object.entries(properties)) {
      result = applyEdits(result, modify(result, ['nodes', name, property], value, { formattingOptions }));
    }
  }
  return result;
}
