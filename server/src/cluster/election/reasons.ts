/** Why an address is where it is: the words, and the lines that decide it. */
import { headerOf } from '../../model/directive.ts';
import { type Place, uniquePlaces } from '../../model/place.ts';
import { named } from '../../model/settings.ts';
import type { ClusterEvent } from '../scenario.ts';
import { listed } from '../words.ts';
import { hasLink, trackedKey } from './clusterState.ts';
import type { Play } from './play.ts';
import type { Router } from './routers.ts';
import { contribution, isFault, type Tracker } from './trackers.ts';

export interface Explanation {
  readonly reason: string;
  readonly places: readonly Place[];
}

/** `owners` are the nodes that have the address, by their place in the cluster. */
export function explain(
  address: string,
  owners: readonly number[],
  play: Play,
  events: readonly ClusterEvent[],
): Explanation {
  const contenders = play.machine.routers.addresses.get(address)?.routers ?? [];
  const about: About = { play, events, contenders, places: [] };
  const reason =
    owners.length === 0 ? nobody(about) : owners.length === 1 ? oneOwner(owners[0]!, about) : several(owners, about);
  return { reason, places: uniquePlaces(about.places) };
}

interface About {
  readonly play: Play;
  readonly events: readonly ClusterEvent[];
  /** The instances that have the address. */
  readonly contenders: readonly Router[];
  /** Filled on the way. */
  readonly places: Place[];
}

const stateOf = ({ index }: Router, { state }: Play) => state.routers[index]!;
const nameOf = (node: number, { machine }: Play): string => machine.routers.cluster.members[node]!.name;
const instanceLine = ({ instance }: Router): Place => headerOf(instance.setting.directive);

/** The line of the priority, or of the instance where none is written. */
const priorityPlace = (router: Router): Place => router.instance.priority?.place ?? instanceLine(router);

function nobody(about: About): string {
  const { play, contenders } = about;
  const nodes = [...play.machine.routers.cluster.members.keys()];
  const parts = nodes.flatMap((node) => {
    const own = contenders.filter((router) => router.node === node);
    const [first] = own;
    if (first) return [standing(first, about)];
    return hasRefused(node, about) ? [absence(node, about)] : [];
  });
  return parts.length ? `nobody: ${listed(parts)}` : 'nobody serves it';
}

/** Why a node does not run keepalived. */
function absence(node: number, { play, events, places }: About): string {
  const name = nameOf(node, play);
  const refusal = play.machine.routers.refusals[node];
  if (refusal) {
    places.push(refusal.place);
    return `keepalived refuses to start on ${name}`;
  }
  const last = events.findLast((event) => 'node' in event && event.node === name && isEnd(event));
  return last?.kind === 'stop' ? `keepalived is stopped on ${name}` : `${name} is down`;
}

const isEnd = ({ kind }: ClusterEvent): boolean => kind === 'down' || kind === 'stop' || kind === 'crash';

const hasRefused = (node: number, { play }: About): boolean => play.machine.routers.refusals[node] !== undefined;

/** Why an instance is not MASTER, seen for itself. */
function standing(router: Router, about: About): string {
  const { play } = about;
  const name = nameOf(router.node, play);
  const { state, waits } = stateOf(router, play);
  switch (state) {
    case 'OFF':
      return absence(router.node, about);
    case 'FAULT':
      return `${name} is in FAULT (${faultsOf(router, about)})`;
    case 'BACKUP': {
      if (waits) {
        about.places.push(instanceLine(router));
        return `${name} waits for the other instances of its sync group`;
      }
      const master = holderOf(router, about);
      return master
        ? `${name} is BACKUP behind ${nameOf(master.node, play)}, which serves other addresses`
        : `${name} is BACKUP`;
    }
    case 'MASTER':
      return `${name} is MASTER`;
  }
}

const holderOf = (router: Router, { play }: About): Router | undefined =>
  play.machine.heard[router.index]!.find((other) => stateOf(other, play).state === 'MASTER');

const isWell = (tracker: Tracker, { node }: Router, { state }: Play): boolean =>
  !state.failed.has(trackedKey(tracker.what, tracker.name, node));

/** Of a script: the host does not run it. */
const isDisabled = ({ what, name }: Tracker, { node }: Router, { state }: Play): boolean =>
  state.disabled.has(trackedKey(what, name, node));

/** What puts an instance, or a member of its sync group, into FAULT. */
function faultsOf(router: Router, { play, places }: About): string {
  const words = play.machine.groups[router.index]!.flatMap((member) =>
    causesOf(member, play).map(({ text, place }) => {
      places.push(place);
      return member === router ? text : `${text}, in its sync group`;
    }),
  );
  return [...new Set(words)].join('; ');
}

function causesOf(router: Router, play: Play): { text: string; place: Place }[] {
  const { foreignSource, trackers } = router;
  const failing = trackers.filter(
    (tracker) => !isDisabled(tracker, router, play) && isFault(tracker, isWell(tracker, router, play)),
  );
  return [
    ...(foreignSource
      ? [
          {
            text: `unicast_src_ip ${foreignSource.value} is the address of another node`,
            place: foreignSource.place,
          },
        ]
      : []),
    ...failing.map((tracker) => ({ text: trackerWords(tracker), place: tracker.place })),
  ];
}

const trackerWords = ({ what, name, reverse }: Tracker): string =>
  what === 'interface' ? `${name} is ${reverse ? 'up' : 'down'}` : `${what} ${name} ${reverse ? 'succeeds' : 'fails'}`;

function oneOwner(node: number, about: About): string {
  const { play, contenders } = about;
  const name = nameOf(node, play);
  const own = contenders.find((router) => router.node === node && stateOf(router, play).state === 'MASTER');
  if (!own) return `keepalived on ${name} died without taking it away, and no other node takes over`;
  about.places.push(instanceLine(own));
  const others = contenders.filter((router) => router.node !== node);
  const refused = [...play.machine.routers.refusals.keys()].filter(
    (other) => other !== node && hasRefused(other, about),
  );
  if (others.length === 0 && refused.length === 0) return `${name} alone serves it`;
  const parts = [
    ...others.map((other) => comparison(own, other, about)),
    ...refused.map((other) => absence(other, about)),
  ];
  return `${name} is MASTER: ${listed([...new Set(parts)])}`;
}

/** Why the MASTER prevails over another instance that has the address. */
function comparison(own: Router, other: Router, about: About): string {
  const { play, places } = about;
  const [mine, theirs] = [stateOf(own, play), stateOf(other, play)];
  if (theirs.state !== 'BACKUP' || theirs.waits) return standing(other, about);
  places.push(priorityPlace(own), priorityPlace(other));
  const [a, b] = [own, other].map((router) => priorityWords(router, about));
  const name = nameOf(other.node, play);
  if (mine.priority > theirs.priority) return `priority ${a} against ${b} on ${name}`;
  if (mine.priority === theirs.priority) {
    return `priority ${a} on ${name} too: who became MASTER first stays, and after a split the higher address wins`;
  }
  if (!other.is.preempts) {
    places.push(...nopreemptPlaces(other));
    return `${name} has the higher priority (${b} against ${a}), but nopreempt`;
  }
  return `${name} is BACKUP`;
}

const nopreemptPlaces = ({ instance }: Router): Place[] =>
  named(instance.setting.children, 'nopreempt').map(({ directive }) => headerOf(directive));

/** `100`, or with what makes it so: `80 (100 - 20: script chk_nginx fails)`. */
function priorityWords(router: Router, { play, places }: About): string {
  const { priority } = stateOf(router, play);
  const parts = router.trackers.flatMap((tracker) => {
    const well = isWell(tracker, router, play);
    const value = isDisabled(tracker, router, play) ? 0 : contribution(tracker, well);
    if (value === 0) return [];
    places.push(tracker.place);
    const verb = well
      ? tracker.what === 'interface'
        ? 'is up'
        : 'succeeds'
      : tracker.what === 'interface'
        ? 'is down'
        : 'fails';
    return [`${value < 0 ? '-' : '+'} ${Math.abs(value)}: ${tracker.name} ${verb}`];
  });
  return parts.length ? `${priority} (${router.is.priority} ${parts.join(', ')})` : String(priority);
}

function several(owners: readonly number[], about: About): string {
  const { play } = about;
  const names = owners.map((node) => nameOf(node, play));
  const dead = owners.filter((node) => !play.state.isRunning[node]);
  const masters = about.contenders.filter((router) => stateOf(router, play).state === 'MASTER');
  const pairs = masters
    .flatMap((a, i) => masters.slice(i + 1).map((b) => [a, b] as const))
    .filter(([a, b]) => a.node !== b.node);
  const parts = [
    ...dead.map((node) => `keepalived on ${nameOf(node, play)} died without taking it away`),
    ...new Set(pairs.map(([a, b]) => deafness(a, b, about))),
  ];
  return `${listed(names)} ${owners.length === 2 ? 'both' : 'all'} have it: ${parts.join('; ')}`;
}

/** Why two MASTERs do not meet. */
function deafness(a: Router, b: Router, about: About): string {
  const { machine, state } = about.play;
  const [ab, ba] = [machine.hears(a, b), machine.hears(b, a)];
  const [left, right] = [a, b].map(({ node }) => nameOf(node, about.play));
  const found = ab ?? ba;
  if (found) {
    about.places.push(...(found.places.length ? found.places : [instanceLine(a), instanceLine(b)]));
    if (ab && ba) return `they do not take note of each other's adverts (${found.text})`;
    return ab
      ? `${right} takes no note of ${left}'s adverts (${found.text})`
      : `${left} takes no note of ${right}'s adverts (${found.text})`;
  }
  about.places.push(instanceLine(a), instanceLine(b));
  const cut = [a, b].find((router) => !hasLink(router, state));
  return cut ? `the link of ${nameOf(cut.node, about.play)} is down` : 'the network between them is cut';
}
