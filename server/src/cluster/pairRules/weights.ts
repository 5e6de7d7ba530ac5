import { catalogue, report } from '../../model/catalogue.ts';
import { removeDirective } from '../../model/edits.ts';
import type { Edit, Finding, Fix, Related } from '../../model/finding.ts';
import { uniquePlaces } from '../../model/place.ts';
import { named } from '../../model/settings.ts';
import type { Tracker } from '../election/trackers.ts';
import type { TrackedKind } from '../scenario.ts';
import { listed } from '../words.ts';
import { replaceWord } from './edits.ts';
import { addressesOf, type ClusterContext, type Entry, instanceLine, isKnown } from './entry.ts';
import {
  inWords,
  loweringOf,
  type Sum,
  sumAtRest,
  sumWhen,
  sumWhenAll,
  sumWithoutBonus,
  type Tally,
  tallyOf,
  type Watched,
  weightsOf,
} from './tally.ts';
import { shareAddress } from './virtualRouters.ts';

export const WEIGHTS_CODES = catalogue('pair', {
  'pair-weight-too-small': [
    'warning',
    'A check fails, and its weight leaves the MASTER above all others; information where the script ends keepalived',
  ],
  'pair-weight-tie': ['warning', 'A check fails, and its weight leaves the MASTER level with another node'],
  'pair-weight-nopreempt': ['warning', 'A check fails and takes the MASTER below another node, which has nopreempt'],
});

/** Something fails on a node that is MASTER, and that is not enough to move its addresses. */
interface Failure {
  readonly object: Watched;
  readonly own: Tally;
  /** The other nodes that serve them. */
  readonly rivals: readonly Tally[];
  /** The highest of them. */
  readonly rival: Tally;
  /** What the node announces then. */
  readonly left: Sum;
  /** All that lowers the node, and whether it is enough when everything of it fails at once. */
  readonly lowering: readonly Watched[];
  readonly movesTogether: boolean;
}

/**
 * A weight moves an address only where it takes the MASTER below a node that preempts (vrrp.c, vrrp_state_backup). Each
 * failure is looked at alone: the service it stands for is dead then, whatever else is well. A node that cannot stay
 * MASTER while all is well is below such a node in any case.
 */
export function checkWeights(entries: readonly Entry[], { version }: ClusterContext): Finding[] {
  if (!entries.every((entry) => isKnown(entry, 'priority') && isKnown(entry, 'state'))) return [];
  const tallies = entries.map((entry) => tallyOf(entry, version));
  return tallies.flatMap((own) => {
    const rivals = tallies.filter((other) => other !== own && shareAddress(own.entry, other.entry));
    if (rivals.length === 0) return [];
    const rival = rivals.reduce((best, each) => (each.entry.priority > best.entry.priority ? each : best));
    const lowering = loweringOf(own, version);
    const movesTogether = moves(sumWhenAll(lowering, own), rivals);
    return lowering.flatMap((object) => {
      const left = sumWhen(object, own);
      return moves(left, rivals) ? [] : reportStay({ object, own, rivals, rival, left, lowering, movesTogether });
    });
  });
}

const moves = ({ priority }: Sum, rivals: readonly Tally[]): boolean =>
  rivals.some(({ entry }) => entry.effective.preempts && entry.priority > priority);

/** The other node is above the MASTER, and leaves it alone. */
const isBarred = ({ rival, left }: Failure): boolean => rival.entry.priority > left.priority;

/** In the file of the node whose check is of no use, and in that of the one that should take over. */
function reportStay(failure: Failure): Finding[] {
  const { object, own, rival, left } = failure;
  const { name, weight, weightPlace, place } = object.first;
  const barred = isBarred(failure);
  const tie = rival.entry.priority === left.priority;
  const code = barred ? 'pair-weight-nopreempt' : tie ? 'pair-weight-tie' : 'pair-weight-too-small';
  const message = `${happening(failure)}: ${comparison(failure)}${outcome(failure)}. ${advice(failure)}`;
  const here = {
    place: weightPlace ?? place,
    message: `${own.entry.name} tracks ${name} with weight ${weight}`,
  };
  const there = barred
    ? { place: rival.entry.instance.nopreempt!.place, message: `${rival.entry.name} has nopreempt` }
    : {
        place: rival.entry.instance.priority?.place ?? instanceLine(rival.entry),
        message: `the priority of ${rival.entry.name}: ${inWords(sumAtRest(rival))}`,
      };
  const fixes = barred
    ? [...giveWeight(FAULT, failure), ...removeNopreempt(rival.entry)]
    : giveWeight(enough(failure) ?? FAULT, failure);
  const preferred = barred ? fixes : fixes.map((fix): Fix => ({ ...fix, preferred: true }));
  const severity = endsKeepalived(object) ? { severity: 'information' as const } : {};
  const finding = (at: Related, other: Related, offered: readonly Fix[]): Finding =>
    report(WEIGHTS_CODES[code], at.place, message, {
      ...severity,
      related: [other],
      ...(offered.length && { fixes: offered }),
    });
  return [finding(here, there, preferred), finding(there, here, fixes)];
}

/** What has died when something of a kind fails. */
const DEAD: Readonly<Record<TrackedKind, string>> = {
  script: 'service',
  process: 'service',
  file: 'service',
  interface: 'link',
  bfd: 'path',
};

function happening(failure: Failure): string {
  const { object, own } = failure;
  const { what, name } = object.first;
  const event = `${name} ${what === 'interface' ? 'goes down' : 'fails'} on ${own.entry.name}`;
  const loss = object.well > 0 ? `, and its bonus of ${object.well} is gone` : '';
  return `${event}${isBarred(failure) ? ' while it is MASTER' : ''}${loss}`;
}

function comparison(failure: Failure): string {
  const { left, rival } = failure;
  const [ours, theirs] = [left, sumAtRest(rival)].map(inWords);
  const { name, priority } = rival.entry;
  if (isBarred(failure)) return `${ours} is below ${theirs} of ${name}, but nopreempt keeps ${name} from taking over`;
  return priority === left.priority
    ? `${ours} is level with ${theirs} of ${name}, and of equals the MASTER stays MASTER`
    : `${ours} is still above ${theirs} of ${name}`;
}

function outcome(failure: Failure): string {
  const { object, own, rivals } = failure;
  const addresses = addressesOf([own, ...rivals].map(({ entry }) => entry));
  return endsKeepalived(object)
    ? `; what moves ${addresses} is that the script ends keepalived itself`
    : `, which leaves ${addresses} where the ${DEAD[object.first.what]} is dead${unlessTogether(failure)}`;
}

const NAMED_AT_MOST = 3;

/** Several weights may be meant to do it together. */
function unlessTogether({ object, lowering, movesTogether }: Failure): string {
  if (!movesTogether) return '';
  if (lowering.length - 1 > NAMED_AT_MOST) return ', unless more of what it tracks fails too';
  const others = lowering.filter((other) => other !== object);
  return `, unless ${listed(others.map(({ first }) => first.name))} fail${others.length > 1 ? '' : 's'} too`;
}

function advice(failure: Failure): string {
  const { name } = failure.object.first;
  if (isBarred(failure)) return `Track ${name} without a weight (FAULT), or do without nopreempt.`;
  const weight = enough(failure);
  return weight === undefined
    ? `No weight is low enough: track ${name} without one (FAULT).`
    : `Use a weight of ${weight} or lower${onNodes(changed(weight, failure))}, or none (FAULT).`;
}

/** "systemctl stop keepalived", "killall keepalived" and the like; signal 0 only asks whether it runs. */
const END = /\bstop\s+keepalived\b|\bkeepalived\s+stop\b|\b(?:kill|killall|pkill)\b(?!.*\s-0\b).*\bkeepalived\b/;

function endsKeepalived({ first: { script } }: Watched): boolean {
  const words = named(script?.setting.children ?? [], 'script').at(-1)?.directive.words ?? [];
  return END.test(words.map(({ text }) => text).join(' '));
}

const FAULT = 0;
const LOWEST_PRIORITY = 1;
const LOWEST_WEIGHT = -253;

/** The weight nearest to 0 that takes the node below the highest one that preempts; undefined where none does. */
function enough({ object, own, rivals }: Failure): number | undefined {
  const preempting = rivals.filter(({ entry }) => entry.effective.preempts);
  const highest = Math.max(...preempting.map((rival) => sumWithoutBonus(object, rival).priority));
  const { base, terms } = sumWithoutBonus(object, own);
  const weight = highest - 1 - terms.reduce((total, term) => total + term, base);
  return highest > LOWEST_PRIORITY && weight >= LOWEST_WEIGHT ? weight : undefined;
}

interface Weight {
  readonly name: string;
  readonly tracker: Tracker;
}

/** What must be written anew for a weight to count on all nodes alike; lower ones stay. */
const changed = (weight: number, { object, own, rivals }: Failure): Weight[] =>
  [own, ...rivals].flatMap((tally) =>
    weightsOf(object, tally)
      .filter((tracker) => weight === FAULT || tracker.weight > weight)
      .map((tracker) => ({ name: tally.entry.name, tracker })),
  );

function onNodes(weights: readonly Weight[]): string {
  const names = [...new Set(weights.map(({ name }) => name))];
  return names.length > 1 ? ` on ${listed(names)}` : '';
}

/** Not offered where it would make another node the highest while all is well: a positive weight made the difference. */
function giveWeight(weight: number, failure: Failure): Fix[] {
  const { object, own, rivals } = failure;
  const rest = sumWithoutBonus(object, own).priority;
  const staysAhead = rivals.every(
    (rival) => rival.entry.priority >= own.entry.priority || sumWithoutBonus(object, rival).priority < rest,
  );
  const weights = changed(weight, failure);
  // Nodes may share a file, instances a script.
  const places = uniquePlaces(weights.flatMap(({ tracker: { weightPlace } }) => weightPlace ?? []));
  const edits = places.flatMap((place): Edit[] => replaceWord(place, String(weight)));
  if (!staysAhead || edits.length === 0 || edits.length < places.length) return [];
  const why = weight === FAULT ? ', so that its failure is a FAULT' : '';
  return [{ title: `Use weight ${weight} for ${object.first.name}${onNodes(weights)}${why}`, edits }];
}

function removeNopreempt({ name, instance }: Entry): Fix[] {
  const edits = named(instance.setting.children, 'nopreempt').flatMap(({ directive }) => removeDirective(directive));
  return edits.length ? [{ title: `Remove nopreempt from ${name}`, edits }] : [];
}
