/** What strict mode, the letter of RFC 3768 and RFC 5798, does not allow (vrrp.c, vrrp_complete_instance). */
import { catalogue, report } from '../model/catalogue.ts';
import { headerOf } from '../model/directive.ts';
import { named } from '../model/settings.ts';
import { readBoolean } from '../model/values.ts';
import { isKnownSince } from '../schema/index.ts';
import { replaceWord } from './edits.ts';
import { type Examined, type InstanceCheck, OWNER, tell } from './started.ts';

export const STRICT_CODES = {
  ...catalogue('host', {
    'strict-override': ['warning', 'A setting that strict mode does not allow: another value is used.'],
  }),
};

function checkStrict(started: Examined): void {
  const { instance, globals, children, families, strict, state, priority, version, vrrpVersion, findings } = started;
  if (!strict) return;
  if (state && priority !== undefined && (state.is === 'MASTER') !== (priority === OWNER)) {
    const becomes = priority === OWNER ? 'MASTER' : 'BACKUP';
    const message = `In strict mode MASTER is the node with priority 255 and no other: keepalived starts this one as ${becomes}.`;
    const word = state.directive.words[1]!;
    const fixes = replaceWord(state.directive, word, becomes, `Change the state to ${becomes}`);
    findings.push(report(STRICT_CODES['strict-override'], headerOf(state.directive), message, { fixes }));
  }
  const override = (name: string, message: string): void =>
    tell(started, STRICT_CODES['strict-override'], name, `${message} in strict mode.`);
  const adverts = instance.downTimerAdverts ?? globals.downTimerAdverts;
  if (adverts && adverts.value !== 3) {
    const message = `In strict mode a MASTER is dead after 3 adverts: keepalived uses 3 instead of ${adverts.value}.`;
    findings.push(report(STRICT_CODES['strict-override'], adverts.place, message));
  }
  const value = (name: string): string | undefined => named(children, name).at(-1)?.directive.words[1]?.text;
  if (instance.accept?.value && priority !== OWNER && priority !== undefined && vrrpVersion === 2) {
    override(
      'accept',
      'Only the owner of an address (priority 255) accepts packets for it in version 2: keepalived clears accept',
    );
  }
  if (Number(value('garp_lower_prio_repeat')) > 0)
    override('garp_lower_prio_repeat', 'No gratuitous ARP is repeated: keepalived uses 0');
  if (Number(value('garp_lower_prio_delay')) > 0)
    override('garp_lower_prio_delay', 'No gratuitous ARP is repeated: keepalived uses 0');
  if (readBoolean(value('lower_prio_no_advert') ?? 'on') === false)
    override(
      'lower_prio_no_advert',
      'A MASTER does not answer adverts of lower priority: keepalived switches lower_prio_no_advert on',
    );
  if (named(children, 'higher_prio_send_advert').length && readBoolean(value('higher_prio_send_advert') ?? 'on')) {
    override(
      'higher_prio_send_advert',
      'No advert answers one of higher priority: keepalived switches higher_prio_send_advert off',
    );
  }
  const without = named(children, 'no_virtual_ipaddress').at(-1);
  if (without?.keyword && isKnownSince(without.keyword, version))
    override('no_virtual_ipaddress', 'An instance has an address: keepalived clears no_virtual_ipaddress');
  if (families.family === 6 && instance.version?.value === 2 && families.version === 2)
    override('version', 'IPv6 is announced in version 3: keepalived uses 3');
  const vmac = named(children, 'use_vmac').at(-1)?.directive;
  if (vmac?.words.slice(1).some(({ text }) => text.includes(':')))
    override('use_vmac', 'The MAC address is that of RFC 5798: keepalived ignores the one given here');
  if (vmac) override('vmac_xmit_base', 'Adverts leave from the virtual MAC address: keepalived clears vmac_xmit_base');
}

/** Settings that strict mode overrides. */
export const strictMode: InstanceCheck = checkStrict;
