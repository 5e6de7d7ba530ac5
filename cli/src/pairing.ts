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

/** Its files, which tell it from other clusters with the same names of nodes: `web/{ngx1,ngx2}/keepalived.conf`. */
export function filesInWords({ members }: Pairing): string {
  const files = [...new Set(members.map(({ file }) => file))];
  const [first = [], ...others] = files.map((file) => file.split('/'));
  const shortest = Math.min(first.length, ...others.map(({ length }) => length));
  const count = (matches: (nth: number) => boolean): number => {
    let nth = 0;
    while (nth < shortest && matches(nth)) nth++;
    return nth;
  };
  const before = count((nth) => others.every((other) => other[nth] === first[nth]));
  const after = count((nth) => others.every((other) => other.at(-1 - nth) === first.at(-1 - nth)));
  if (others.length === 0 || before + after === 0 || before + after >= shortest) return files.join(', ');
  const differing = [first, ...others].map((path) => path.slice(before, path.length - after).join('/'));
  return [...first.slice(0, before), `{${differing.join()}}`, ...first.slice(first.length - after)].join('/');
}
