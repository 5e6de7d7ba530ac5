/** Who takes an address back, and when: state, nopreempt, preempt_delay and what depends on them (vrrp.c). */
import { catalogue, report } from '../model/catalogue.ts';
import { type Directive, headerOf } from '../model/directive.ts';
import type { Fix } from '../model/finding.ts';
import { named } from '../model/settings.ts';
import { readBoolean } from '../model/values.ts';
import { isKnownSince } from '../schema/index.ts';
import { removeStatement, replaceWord } from './edits.ts';
import { type Examined, type InstanceCheck, OWNER, remove, tell } from './started.ts';

export const PREEMPTION_CODES = {
  ...catalogue('host', {
    'nopreempt-master': ['warning', 'nopreempt with state MASTER: it is cleared.'],
    'nopreempt-owner': ['warning', 'nopreempt with priority 255: it is cleared.'],
    'preempt-delay-ignored': ['warning', 'preempt_delay with state MASTER, nopreempt or strict mode: it is cleared.'],
    'expired-without-nopreempt': ['warning', 'timer_expired_backup without nopreempt: it is reset.'],
    'owner-adverts': ['warning', 'owner_ignore_adverts does not fit the priority: it is changed.'],
  }),
  ...catalogue('keepalived', {
    'state-after-master': ['error', 'BACKUP after MASTER in one instance: it is ignored.'],
  }),
};

function checkStates({ children, findings }: Examined): void {
  let master: Directive | undefined;
  for (const { directive } of named(children, 'state')) {
    const text = directive.words[1]?.text;
    if (text === 'BACKUP' && master) {
      const message =
        'The state of this instance is MASTER already: keepalived ignores "state BACKUP". Keep one of the two.';
      const related = [{ place: headerOf(master), message: 'this one counts' }];
      const fixes = removeStatement(directive, 'Remove state BACKUP');
      findings.push(report(PREEMPTION_CODES['state-after-master'], headerOf(directive), message, { related, fixes }));
    } else {
      master = text === 'MASTER' ? directive : undefined;
    }
  }
}

function checkPreemption(started: Examined): void {
  const { instance, strict, state, priority, children, version, findings } = started;
  if (priority === undefined) return;
  const master = (strict ? priority === OWNER : state?.is === 'MASTER') || (!state && priority === OWNER);
  const { nopreempt, preemptDelay } = instance;
  const toBackup = (): Fix[] => {
    const word = state?.directive.words[1];
    return state && word ? replaceWord(state.directive, word, 'BACKUP', 'Change the state to BACKUP') : [];
  };
  const delay = preemptDelay && preemptDelay.value > 0;
  if (nopreempt && priority === OWNER) {
    tell(
      started,
      PREEMPTION_CODES['nopreempt-owner'],
      'nopreempt',
      `The owner of an address (priority 255${instance.priority ? '' : ', for want of a priority'}) always takes it back: keepalived clears nopreempt.`,
      remove('Remove nopreempt'),
    );
  } else if (nopreempt && master) {
    tell(
      started,
      PREEMPTION_CODES['nopreempt-master'],
      'nopreempt',
      'nopreempt works on nodes that start as BACKUP only: keepalived clears it, and this node takes the address back whenever it returns. Use "state BACKUP" on all nodes.',
      (directive) => [...toBackup(), ...removeStatement(directive, 'Remove nopreempt')],
    );
  }
  if (delay && master) {
    tell(
      started,
      PREEMPTION_CODES['preempt-delay-ignored'],
      'preempt_delay',
      'preempt_delay works on nodes that start as BACKUP only: keepalived clears it.',
      (directive) => [...toBackup(), ...removeStatement(directive, 'Remove preempt_delay')],
    );
  } else if (delay && strict) {
    tell(
      started,
      PREEMPTION_CODES['preempt-delay-ignored'],
      'preempt_delay',
      'Strict mode has no preempt_delay: keepalived clears it.',
      remove('Remove preempt_delay'),
    );
  } else if (delay && nopreempt && priority !== OWNER) {
    tell(
      started,
      PREEMPTION_CODES['preempt-delay-ignored'],
      'preempt_delay',
      'With nopreempt there is nothing to delay: keepalived clears preempt_delay. Keep one of the two.',
      remove('Remove preempt_delay'),
    );
  }
  const expired = named(children, 'timer_expired_backup', 'thread_timer_expired').at(-1);
  const preempts = !nopreempt || master || priority === OWNER;
  if (expired?.keyword && preempts && isKnownSince(expired.keyword, version)) {
    const message = `${expired.directive.words[0].text} works with nopreempt only: keepalived resets it.`;
    findings.push(report(PREEMPTION_CODES['expired-without-nopreempt'], headerOf(expired.directive), message));
  }
}

function checkOwner(started: Examined): void {
  const { children, priority, version } = started;
  const ignores = named(children, 'owner_ignore_adverts').at(-1);
  if (ignores?.keyword && isKnownSince(ignores.keyword, version) && priority !== undefined) {
    const on = readBoolean(ignores.directive.words[1]?.text ?? 'on');
    if (on && priority !== OWNER)
      tell(
        started,
        PREEMPTION_CODES['owner-adverts'],
        'owner_ignore_adverts',
        'Only a node with priority 255 owns its addresses: keepalived switches owner_ignore_adverts off.',
      );
    if (on === false && priority === OWNER)
      tell(
        started,
        PREEMPTION_CODES['owner-adverts'],
        'owner_ignore_adverts',
        'With priority 255 keepalived switches owner_ignore_adverts on, whatever stands here.',
      );
  }
}

/** State and preemption of an instance. */
export const preemption: InstanceCheck = (started) => {
  checkStates(started);
  checkPreemption(started);
  checkOwner(started);
};
