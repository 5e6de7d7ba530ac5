/** Passwords that protect from nothing. No message ever shows one. */
import { catalogue, report } from '../../model/catalogue.ts';
import type { Finding } from '../../model/finding.ts';
import { isKnownSince } from '../../schema/index.ts';
import type { Rule } from '../check.ts';
import { isThere, type Started, startedInstances } from '../started.ts';

export const AUTHENTICATION_CODES = catalogue('advice', {
  'auth-pass-guessable': ['hint', 'An auth_pass that stands in every tutorial: strangers on the segment have it, too.'],
  'auth-type-missing': ['warning', 'auth_pass without auth_type: adverts go out without authentication.'],
  'auth-pass-in-clear-v3': [
    'information',
    'An auth_pass without auth_type where there is no authentication at all: version 3 or strict mode.',
  ],
});

/** What samples, tutorials and charts have. keepalived compares 8 bytes, so longer ones are cut. */
const KNOWN =
  /^(?:(.)\1*|0?123(?:4(?:5(?:6(?:78?)?)?)?)?|abc(?:123)?|abcd(?:1234)?|admin\d*|changem(?:e)?|default|example|foobar|k8s|k8s-?vip|keepaliv(?:ed)?|k@l!ve\d?|kubernet|lvs|master|mypass|mysecret|nginx|pass(?:wor?d?|w0rd)?\d*|passwd|qwerty|root|secret\d*|test(?:ing)?\d*|vrrp(?:pass)?|yourpass|your_pas)$/i;
const COMPARED = 8;

function passwordsOf({ instance, children, strict, vrrpVersion, version }: Started): Finding[] {
  const { pass, type } = instance.authentication ?? {};
  if (!pass || (instance.hmac && isKnownSince({ since: '2.4.0' }, version))) return [];
  const none = strict || vrrpVersion === 3;
  const block = children.find(({ keyword }) => keyword?.name === 'authentication');
  if (!type && block && !isThere(block.children, 'auth_type')) {
    const message = none
      ? `${strict ? 'Strict mode' : 'VRRP version 3'} has no authentication: the password stands here in clear for nothing. Remove the authentication block.`
      : 'Without auth_type there is no authentication: adverts go out, and are taken, without the password. Write "auth_type PASS" above it, on all nodes at once.';
    const code = none ? 'auth-pass-in-clear-v3' : 'auth-type-missing';
    return [report(AUTHENTICATION_CODES[code], pass.place, message)];
  }
  if (none || !KNOWN.test(pass.value.slice(0, COMPARED))) return [];
  const message =
    'This password stands in samples and tutorials. It only keeps out nodes that are here by mistake, and those copy the same samples: take one of your own, the same on all nodes.';
  return [report(AUTHENTICATION_CODES['auth-pass-guessable'], pass.place, message)];
}

export const authentication: Rule = (node, { version }) => startedInstances(node, version).flatMap(passwordsOf);
