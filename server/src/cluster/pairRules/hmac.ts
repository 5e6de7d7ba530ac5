import { catalogue } from '../../model/catalogue.ts';
import { removeDirective } from '../../model/edits.ts';
import type { Edit, Finding } from '../../model/finding.ts';
import { type Hmac, hmacRefusal, isHmacKnown, readHmac } from '../../model/hmac.ts';
import { named } from '../../model/settings.ts';
import { isKnownSince, type Version } from '../../schema/index.ts';
import { disagreements, type Voice } from './disagreement.ts';
import { appendLines } from './edits.ts';
import { type ClusterContext, type Entry, instanceLine, oneWay, twoMasters } from './entry.ts';

export const HMAC_CODES = catalogue('pair', {
  'pair-hmac-mismatch': ['error', 'auth_hmac on one side only, or its keys or modes do not fit together'],
});

const HMAC = { since: '2.4.0' } as const;

interface HmacVoice extends Voice {
  readonly hmac: Hmac | undefined;
}

/** Who rejects whom goes by direction; one is enough for two masters. */
export function checkHmac(entries: readonly Entry[], { version }: ClusterContext): Finding[] {
  if (!isKnownSince(HMAC, version)) return [];
  const all = entries
    .filter(({ instance }) => !instance.hmac || isHmacKnown(instance.hmac))
    .map((entry) => toVoice(entry, version));
  const voices = all.filter((own) => all.some((other) => !fit(own, other)));
  const having = voices.filter(({ hmac }) => hmac);
  const isTie = having.length > 0 && having.length * 2 === voices.length;
  const [model] = isTie && new Set(having.map(({ key }) => key)).size === 1 ? having : [];
  return disagreements(voices, {
    code: HMAC_CODES['pair-hmac-mismatch'],
    message: (own, others) => {
      const apart = others.filter((other) => !fit(own, other));
      const reasons = apart.flatMap((other) => [refusal(other, own) ?? [], refusal(own, other) ?? []].flat());
      const deafToOwn = apart.filter((other) => refusal(other, own)).map(entryOf);
      const notHeard = apart.filter((other) => refusal(own, other)).map(entryOf);
      const outcome =
        deafToOwn.length && notHeard.length
          ? twoMasters(entries)
          : deafToOwn.length
            ? oneWay([own.entry], deafToOwn, entries)
            : oneWay(notHeard, [own.entry], entries);
      return `${reasons.join('; ')}. ${outcome}`;
    },
    related: ({ entry, hmac }) =>
      hmac
        ? `${entry.name} has mode ${hmac.mode} and signs with key ${hmac.activeKey.value}`
        : `${entry.name} has no auth_hmac`,
    ...(model && { model }),
    fix: (own, other) => ({
      title: other.hmac
        ? `Use the same auth_hmac as ${other.entry.name}`
        : `Use no auth_hmac, as ${other.entry.name} does`,
      edits: adopt(own.entry, other),
    }),
  });
}

const entryOf = ({ entry }: Voice): Entry => entry;

const fit = (a: HmacVoice, b: HmacVoice): boolean => !refusal(a, b) && !refusal(b, a);

/** Whether two nodes accept each other's adverts as far as auth_hmac goes. */
export const hmacFits = (a: Entry, b: Entry, version: Version): boolean =>
  !isKnownSince(HMAC, version) || fit(toVoice(a, version), toVoice(b, version));

function toVoice(entry: Entry, version: Version): HmacVoice {
  const block = entry.instance.hmac;
  const hmac = block && readHmac(block, entry.effective.strict, version);
  const place = hmac?.activeKey.place ?? instanceLine(entry);
  const keys = hmac && [...hmac.keys].map(([id, bytes]) => `${id} ${bytes ?? ''}`).sort();
  return { entry, hmac, place, key: hmac ? [hmac.mode, hmac.activeKey.value, ...keys!].join() : '' };
}

/** Why one node rejects the adverts of another, in words without any key. */
function refusal(receiver: HmacVoice, sender: HmacVoice): string | undefined {
  const [to, from] = [receiver.entry.name, sender.entry.name];
  switch (hmacRefusal(receiver.hmac, sender.hmac)) {
    case 'too long':
      return `${to} has ${lackOf(receiver)} and rejects the longer adverts of ${from}`;
    case 'unsigned': {
      const why = sender.hmac ? 'mode receive-only' : lackOf(sender);
      return `${to} takes signed adverts only (mode enforce) and rejects those of ${from} (${why})`;
    }
    case 'unknown key':
      return `${from} signs with key ${sender.hmac?.activeKey.value}, which ${to} does not have`;
    case 'other key':
      return `${from} signs with key ${sender.hmac?.activeKey.value}, which is another on ${to}`;
    default:
      return undefined;
  }
}

const lackOf = ({ entry }: HmacVoice): string =>
  entry.instance.hmac ? 'auth_hmac without its active key' : 'no auth_hmac';

/** Takes over the whole block, and drops the authentication that auth_hmac switches off. */
function adopt({ instance }: Entry, other: HmacVoice): Edit[] {
  const blocks = named(instance.setting.children, 'auth_hmac');
  const removed = (settings: typeof blocks): Edit[] => settings.flatMap(({ directive }) => removeDirective(directive));
  if (!other.hmac) return removed(blocks);
  const lines = (other.entry.instance.hmac?.children ?? []).map(({ directive: { item, words } }) =>
    item.text.slice(words[0].start, words.at(-1)!.end),
  );
  const appended = appendLines(instance.setting.directive, ['auth_hmac {', ...lines.map((line) => `\t${line}`), '}']);
  if (appended.length === 0 || lines.some((line) => /[\n$]/.test(line))) return [];
  return [...removed(named(instance.setting.children, 'auth_hmac', 'authentication')), ...appended];
}
