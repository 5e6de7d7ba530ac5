/** Which authentication an instance ends up with (vrrp.c, vrrp_complete_instance). */
import { catalogue, report } from '../model/catalogue.ts';
import { headerOf, isOpaque } from '../model/directive.ts';
import type { Finding } from '../model/finding.ts';
import { isKey } from '../model/hmac.ts';
import type { Place } from '../model/place.ts';
import { named, type Setting } from '../model/settings.ts';
import { readInteger } from '../model/values.ts';
import { isKnownSince } from '../schema/index.ts';
import { type Examined, type InstanceCheck, isThere, OWNER } from './started.ts';

export const AUTHENTICATION_CODES = {
  ...catalogue('host', {
    'auth-unsupported': ['error', 'Authentication in version 3, strict mode or (AH) with IPv6: it is switched off.'],
    'auth-pass-missing': ['error', 'auth_type without auth_pass: authentication is switched off.'],
    'auth-ah-master': ['warning', 'auth_type AH with state MASTER: the node starts as BACKUP.'],
    'auth-hmac-conflict': [
      'error',
      'auth_hmac beside authentication, or without its active key: one of them is switched off.',
    ],
    'auth-mode-strict': ['warning', 'A mode of auth_hmac that strict mode does not allow: enforce is used.'],
  }),
  ...catalogue('keepalived', {
    'auth-hmac-key': ['error', 'A key of auth_hmac is too short, too long or given twice: it is ignored.'],
  }),
};

function checkAuthentication(started: Examined): void {
  const { instance, children, families, strict, vrrpVersion, priority, state, findings, version } = started;
  const hmac = instance.hmac && isKnownSince({ since: '2.4.0' }, version) ? instance.hmac : undefined;
  const { type, pass } = instance.authentication ?? {};
  const at = (place: Place, code: keyof typeof AUTHENTICATION_CODES, message: string, severity?: 'warning'): void => {
    findings.push(report(AUTHENTICATION_CODES[code], place, message, severity ? { severity } : {}));
  };
  if (type) {
    const off = 'keepalived switches authentication off, and adverts go out without it.';
    const block = named(children, 'authentication').at(-1)!;
    if (strict) {
      at(
        type.place,
        'auth-unsupported',
        `Strict mode has no authentication: ${off} Remove the authentication block, or vrrp_strict.`,
      );
    } else if (vrrpVersion === 3) {
      at(
        type.place,
        'auth-unsupported',
        `VRRP version 3 has no authentication: ${off} Remove the authentication block.`,
      );
    } else if (!pass && !isThere(block.children, 'auth_pass')) {
      at(
        type.place,
        'auth-pass-missing',
        `auth_type without auth_pass: ${off} Nodes that do have a password will not hear this one, and both become MASTER.`,
      );
    } else if (type.value === 'AH' && families.family === 6) {
      at(type.place, 'auth-unsupported', `AH does not work with IPv6: ${off}`);
    } else if (type.value === 'AH' && state?.is === 'MASTER' && priority !== undefined && priority !== OWNER) {
      at(
        type.place,
        'auth-ah-master',
        'With AH a node must hear an advert before it may send: keepalived starts this MASTER as BACKUP.',
      );
    }
    if (hmac)
      at(
        type.place,
        'auth-hmac-conflict',
        `auth_hmac and authentication exclude each other: keepalived switches the legacy authentication off.`,
      );
  }
  if (!hmac) return;
  checkKeys(hmac, findings);
  const key = named(hmac.children, 'active_key').at(-1)?.directive.words[1];
  const known = named(hmac.children, 'key').map(({ directive }) => directive.words[1]?.text);
  if (!key || !(isOpaque(key) || known.includes(key.text))) {
    const message = `${key ? `Key ${key.text}, the active one, is not among the keys` : 'There is no active_key'}: keepalived switches auth_hmac off, and adverts go out without it.`;
    at(headerOf(hmac.directive), 'auth-hmac-conflict', message);
  } else if (strict) {
    const mode = named(hmac.children, 'mode').at(-1)?.directive;
    if (mode && mode.words[1]?.text !== 'enforce')
      at(headerOf(mode), 'auth-mode-strict', 'Strict mode demands "mode enforce": keepalived uses it.');
  }
}

/** No key is shown in a message. */
function checkKeys(hmac: Setting, findings: Finding[]): void {
  const ids = new Set<number>();
  for (const { directive } of named(hmac.children, 'key')) {
    const [, number, key] = directive.words;
    const id = readInteger(number?.text ?? '', 1, 255);
    if (id === undefined || !key || isOpaque(key)) continue;
    const again = ids.has(id);
    const why = !isKey(key.text) ? `Key ${id} has not 32 to 64 bytes` : again && `There is a key ${id} already`;
    if (why)
      findings.push(
        report(AUTHENTICATION_CODES['auth-hmac-key'], headerOf(directive), `${why}: keepalived ignores it.`),
      );
    else ids.add(id);
  }
}

/** Authentication of an instance. */
export const authentication: InstanceCheck = checkAuthentication;
