import { catalogue } from '../../model/catalogue.ts';
import { isUnsettled } from '../../model/directive.ts';
import { removeDirective } from '../../model/edits.ts';
import type { Edit, Finding } from '../../model/finding.ts';
import type { VrrpInstance } from '../../model/node.ts';
import { named } from '../../model/settings.ts';
import { disagreements, namesOf, type Voice } from './disagreement.ts';
import { appendLines, replaceWord, sourceAt } from './edits.ts';
import { type Entry, instanceLine, twoMasters } from './entry.ts';

export const AUTHENTICATION_CODES = catalogue('pair', {
  'pair-auth-mismatch': ['error', 'auth_type or the first 8 bytes of auth_pass differ, or one side has none'],
  'pair-auth-tail': ['information', 'auth_pass differs only behind its 8th byte, which keepalived cuts off'],
});

interface AuthVoice extends Voice {
  readonly type?: 'PASS' | 'AH';
  readonly pass?: string;
}

/** Version 2 only: keepalived drops authentication from version 3 and strict instances (vrrp_complete_instance). */
export function checkAuthentication(entries: readonly Entry[]): Finding[] {
  const compared = entries.filter(({ effective }) => effective.version === 2);
  // auth_hmac is another protocol; what it asks for is compared on its own.
  if (compared.some(({ instance }) => instance.hmac)) return [];
  const voices = compared.filter(hasKnownPass).map(toVoice);
  const findings = disagreements(voices, {
    code: AUTHENTICATION_CODES['pair-auth-mismatch'],
    message: (own, others) => `${difference(own, others)} ${rejection(voices)} ${twoMasters(entries)}`,
    related: describe,
    ...modelOf(voices),
    fix: (own, other) => ({ title: titleOf(other), edits: adopt(own, other) }),
  });
  return findings.length ? findings : checkTails(voices.filter(({ pass }) => pass !== undefined));
}

const hasKnownPass = ({ instance }: Entry): boolean =>
  named(instance.setting.children, 'authentication').every(({ children }) =>
    named(children, 'auth_type', 'auth_pass').every(
      ({ directive }) => directive.words[1] !== undefined && !directive.words.some(isUnsettled),
    ),
  );

function toVoice(entry: Entry): AuthVoice {
  const { authentication } = entry.effective;
  const written = entry.instance.authentication;
  const place = written?.pass?.place ?? written?.type?.place ?? written?.place ?? instanceLine(entry);
  return authentication
    ? { entry, place, key: `${authentication.type} ${authentication.pass}`, ...authentication }
    : { entry, place, key: '' };
}

/** A node without authentication is no model for those that have it, unless most do without. */
function modelOf(voices: readonly AuthVoice[]): { model?: AuthVoice } {
  const having = voices.filter(({ type }) => type);
  const isTie = having.length > 0 && having.length * 2 === voices.length;
  return isTie && new Set(having.map(({ key }) => key)).size === 1 ? { model: having[0]! } : {};
}

function difference(own: AuthVoice, others: readonly AuthVoice[]): string {
  const who = namesOf(others);
  const [verb, use] = others.length > 1 ? ['have', 'use'] : ['has', 'uses'];
  if (!own.type) {
    const why = own.entry.effective.strict ? ' (strict mode drops it)' : '';
    return `There is no authentication here${why}, but ${who} ${use} it.`;
  }
  if (others.every(({ type }) => !type)) {
    const strict = others.every(({ entry }) => entry.effective.strict) ? ' (strict mode drops it)' : '';
    return `Adverts are authenticated here, but ${who} ${verb} no authentication${strict}.`;
  }
  const types = new Set(others.map(({ type }) => type));
  if (!types.has(own.type)) {
    return `auth_type is ${own.type}, but ${who} ${verb} ${types.has(undefined) ? 'another or none' : [...types].join()}.`;
  }
  return `auth_pass is not the one that ${who} ${verb} (the first 8 bytes count).`;
}

/** A node that expects AH gets no packet of the other protocol at all, and says nothing. */
const rejection = (voices: readonly AuthVoice[]): string =>
  new Set(voices.map(({ type }) => type)).has('AH')
    ? 'They do not hear each other.'
    : "Each rejects the other's adverts and only logs it.";

const describe = ({ entry, type }: AuthVoice): string =>
  type ? `${entry.name} authenticates with auth_type ${type}` : `${entry.name} has no authentication`;

const titleOf = ({ entry, type }: AuthVoice): string =>
  type ? `Use the same authentication as ${entry.name}` : `Use no authentication, as ${entry.name} does`;

function adopt(own: AuthVoice, other: AuthVoice): readonly Edit[] {
  const { instance, effective } = own.entry;
  const block = named(instance.setting.children, 'authentication').at(-1)?.directive;
  if (!other.type) return block ? removeDirective(block) : [];
  const model = other.entry.instance.authentication;
  const pass = model?.pass && sourceAt(model.pass.place);
  if (effective.strict || !pass || /[\s$]/.test(pass)) return [];
  const lines = { auth_type: other.type, auth_pass: pass };
  if (!block) {
    const body = Object.entries(lines).map(([keyword, value]) => `\t${keyword} ${value}`);
    return appendLines(instance.setting.directive, ['authentication {', ...body, '}']);
  }
  return Object.entries(lines).flatMap(([keyword, value]) => {
    const place = placeIn(instance, keyword);
    return place ? replaceWord(place, value) : appendLines(block, [`${keyword} ${value}`]);
  });
}

const placeIn = ({ authentication }: VrrpInstance, keyword: string) =>
  keyword === 'auth_type' ? authentication?.type?.place : authentication?.pass?.place;

function checkTails(voices: readonly AuthVoice[]): Finding[] {
  const whole = voices.map((voice) => ({ ...voice, key: voice.entry.instance.authentication?.pass?.value ?? '' }));
  return disagreements(whole, {
    code: AUTHENTICATION_CODES['pair-auth-tail'],
    message: (_, others) =>
      `auth_pass differs from that of ${namesOf(others)}, but only behind the 8th byte, which keepalived cuts off: ` +
      'the nodes understand each other, and the rest protects nothing.',
    related: ({ entry }) => `${entry.name}'s auth_pass`,
    fix: (own, other) => ({ title: `Use the same auth_pass as ${other.entry.name}`, edits: adopt(own, other) }),
  });
}
