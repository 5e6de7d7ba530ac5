/** Which configurations belong together, in the user's terms. */
import type { Cluster } from '../../server/src/index.ts';

export interface Pairing {
  readonly members: readonly { readonly name: string; readonly file: string }[];
  readonly reason?: string;
}

export const pairingOf = ({ members, reason }: Cluster, nameOf: (path: string) => string): Pairing => ({
  members: members.map(({ name, node }) => ({ name, file: nameOf(node.file) })),
  ...(reason !== undefined && { reason }),
});

/** "ngx1 is paired with ngx2: both serve 192.168.10.111"; several pairs may call their nodes alike, but not their files. */
export function pairingInWords({ members, reason }: Pairing, by: 'name' | 'file'): string {
  const [first, ...others] = members.map((member) => member[by]);
  if (others.length === 0) return `${first} stands alone`;
  const verb = others.length === 1 ? 'is paired with' : 'belongs together with';
  return `${first} ${verb} ${others.join(', ')}${reason === undefined ? '' : `: ${reason}`}`;
}
