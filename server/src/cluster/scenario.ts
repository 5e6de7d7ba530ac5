/** What may happen to a cluster: events in their order, and the text that says so. */
import type { Node } from '../model/node.ts';

/** What an instance may track, by the word that names it in a scenario. */
export type TrackedKind = 'script' | 'interface' | 'process' | 'file' | 'bfd';

/**
 * One thing that happens. `down` is a power cut, `stop` a clean end of keepalived (priority 0 is announced), `crash` its
 * end without a goodbye: the addresses stay. `up` brings a node back from any of the three. `disabled` says of a script
 * that the host does not run it: it is missing, not executable, or its path is unsafe.
 */
export type ClusterEvent =
  | { readonly kind: 'down' | 'stop' | 'crash' | 'up'; readonly node: string }
  | {
      readonly kind: 'fails' | 'recovers';
      readonly what: TrackedKind;
      readonly name: string;
      readonly node: string;
    }
  | { readonly kind: 'disabled'; readonly name: string; readonly node: string }
  /** Nodes on different sides do not hear each other; a node on no side hears all. */
  | { readonly kind: 'partition' | 'heal'; readonly sides: readonly (readonly string[])[] }
  /** The node reads another configuration without losing its state; `label` names it in texts. */
  | { readonly kind: 'reload'; readonly node: string; readonly config: Node; readonly label: string };

/** Events in their order; the cluster comes to rest between two of them. None: all nodes are up. */
export type Scenario = readonly ClusterEvent[];

/** `down:ngx1`, `script:chk_nginx@ngx1`, `up:script:chk_nginx@ngx1`, `partition:ngx1|ngx2+ngx3`, `reload:ngx1=new.conf`. */
export function eventText(event: ClusterEvent): string {
  switch (event.kind) {
    case 'fails':
      return `${event.what}:${event.name}@${event.node}`;
    case 'recovers':
      return `up:${event.what}:${event.name}@${event.node}`;
    case 'disabled':
      return `disabled:${event.name}@${event.node}`;
    case 'partition':
      return `partition:${sidesText(event.sides)}`;
    case 'heal':
      return `up:partition:${sidesText(event.sides)}`;
    case 'reload':
      return `reload:${event.node}=${event.label}`;
    default:
      return `${event.kind}:${event.node}`;
  }
}

const sidesText = (sides: readonly (readonly string[])[]): string => sides.map((side) => side.join('+')).join('|');
