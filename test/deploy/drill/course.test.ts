// What a drill is going to do, foretold for pairs of several kinds.
import { describe, expect, test } from 'vitest';
import { announcement } from '../../../deploy/src/drill/announcement.ts';
import { type Course, courseOf, foretoldGap } from '../../../deploy/src/drill/course.ts';
import { type Choice, disturbancesOf } from '../../../deploy/src/drill/disturbances.ts';
import { restsOf } from '../../../deploy/src/foretold.ts';
import type { Pair } from '../../../deploy/src/pair.ts';
import { DEFAULT_VERSION, eventText } from '../../../server/src/index.ts';
import { type Change, examplePair } from '../pairs.ts';

const nopreempt: Change = (text) =>
  text.replaceAll('state MASTER', 'state BACKUP').replaceAll('advert_int 1', 'advert_int 1\n    nopreempt');
const checked =
  (script: string, ...lines: readonly string[]): Change =>
  (text) =>
    text
      .replace(
        'vrrp_instance',
        `vrrp_script chk_web {\n${[`script "${script}"`, ...lines].join('\n')}\n}\nvrrp_instance`,
      )
      .replace('advert_int 1', 'advert_int 1\ntrack_script {\nchk_web\n}');

const KEEPALIVED: Choice = { failure: 'keepalived' };

function course(pair: Pair, choice: Choice = KEEPALIVED, rest = 0): Course {
  const rests = restsOf(pair.cluster, DEFAULT_VERSION);
  return courseOf(pair.cluster, rests[rest]!, disturbancesOf(pair, choice), DEFAULT_VERSION);
}
const inWords = ({ strokes }: Course): string[] =>
  strokes.flatMap(({ disturbance, down, up }) =>
    [down, up].flatMap((expectations, i) =>
      expectations.map(({ address, from, to, seconds }) => {
        const event = eventText((i === 0 ? disturbance.down : disturbance.up)[0]!);
        const window = seconds?.map((each) => each.toFixed(2)).join('-') ?? 'at once';
        return `${event}: ${address.slice(-3)} ${from.join()} to ${to.join()} ${from.join() === to.join() ? '' : window}`.trim();
      }),
    ),
  );

describe('keepalived stops', () => {
  test('on a master-master pair, in both directions', () => {
    const foretold = course(examplePair('master-master'));
    expect(inWords(foretold)).toEqual([
      'stop:ngx1: 111 ngx1 to ngx2 0.61-0.64',
      'stop:ngx1: 112 ngx2 to ngx2',
      'up:ngx1: 111 ngx2 to ngx1 3.61-4.14',
      'up:ngx1: 112 ngx2 to ngx2',
      'stop:ngx2: 111 ngx1 to ngx1',
      'stop:ngx2: 112 ngx2 to ngx1 0.61-0.64',
      'up:ngx2: 111 ngx1 to ngx1',
      'up:ngx2: 112 ngx1 to ngx2 3.61-4.14',
    ]);
    expect(foretold.after).toEqual(foretold.before);
  });

  test('with nopreempt, nothing comes back by itself; both directions lead to the beginning', () => {
    const foretold = course(examplePair('master-backup', nopreempt));
    expect(inWords(foretold)).toEqual([
      'stop:ngx1: 111 ngx1 to ngx2 0.65-0.68',
      'up:ngx1: 111 ngx2 to ngx2',
      'stop:ngx2: 111 ngx2 to ngx1 0.61-0.64',
      'up:ngx2: 111 ngx1 to ngx1',
    ]);
    expect(foretold.after).toEqual(foretold.before);
  });

  test('with nopreempt and the address on the other node, that one is the first', () => {
    const foretold = course(examplePair('master-backup', nopreempt), KEEPALIVED, 1);
    expect(inWords(foretold)[0]).toBe('stop:ngx2: 111 ngx2 to ngx1 0.61-0.64');
    expect(foretold.after).toEqual(foretold.before);
  });

  test('where the way back does not exist, that is known beforehand', () => {
    const foretold = course(examplePair('master-master', nopreempt));
    expect([...foretold.before.values(), ...foretold.after.values()].map((owners) => owners.join())).toEqual([
      'ngx1',
      'ngx2',
      'ngx1',
      'ngx1',
    ]);
    expect(announcement(foretold, [30, 30])).toContain('In the end 192.168.10.112 is on ngx1, not where it is now.');
  });
});

describe('a service stops', () => {
  test('and the check that looks at it fails', () => {
    const pair = examplePair('master-backup', checked('/usr/bin/pgrep nginx', 'interval 1', 'fall 2', 'rise 2'));
    expect(inWords(course(pair, { failure: 'service' }))).toEqual([
      'script:chk_web@ngx1: 111 ngx1 to ngx2 1.65-3.68',
      'up:script:chk_web@ngx1: 111 ngx2 to ngx1 4.61-6.64',
      'script:chk_web@ngx2: 111 ngx1 to ngx1',
      'up:script:chk_web@ngx2: 111 ngx1 to ngx1',
    ]);
  });

  test('of several checks, those that name it; where none does, all', () => {
    const two = (first: string, second: string): string[] => {
      const change: Change = (text) =>
        text
          .replace(
            'vrrp_instance',
            `vrrp_script one {\nscript "${first}"\n}\nvrrp_script two {\nscript "${second}"\n}\nvrrp_instance`,
          )
          .replace('advert_int 1', 'advert_int 1\ntrack_script {\none\ntwo\n}');
      const [first_] = disturbancesOf(examplePair('master-backup', change), { failure: 'service', service: 'haproxy' });
      return first_!.down.map(eventText);
    };
    expect(two('/usr/bin/pgrep nginx', '/usr/bin/pgrep haproxy')).toEqual(['script:two@ngx1']);
    expect(two('/usr/bin/curl a', '/usr/bin/curl b')).toEqual(['script:one@ngx1', 'script:two@ngx1']);
  });

  test('of two checks that fail at once, whichever is noticed first decides', () => {
    const change: Change = (text) =>
      text
        .replace(
          'vrrp_instance',
          'vrrp_script quick {\nscript "/x nginx"\ninterval 1\nfall 1\n}\nvrrp_script slow {\nscript "/y nginx"\ninterval 5\nfall 3\n}\nvrrp_instance',
        )
        .replace('advert_int 1', 'advert_int 1\ntrack_script {\nquick\nslow\n}');
    const { strokes } = course(examplePair('master-backup', change), { failure: 'service' });
    // 0 and 2 s to notice the quick one, 10 and 20 s the slow one; then a skew of 0.65 s.
    expect(strokes[0]!.down[0]!.seconds!.map((each) => each.toFixed(2))).toEqual(['0.65', '20.68']);
  });

  test.each([
    [{ failure: 'service' }, /^ngx1: no vrrp_instance tracks a script/],
    [{ failure: 'service', service: '-x' }, /^"-x" is no name of a service/],
    [{ failure: 'service', service: 'keepalived.service' }, /^keepalived is no service/],
  ] as const)('is refused where nobody would notice: %o', (choice, message) => {
    expect(() => disturbancesOf(examplePair('master-backup'), choice)).toThrow(message);
  });
});

test('a network goes: all interfaces of a node at once', () => {
  const pair = examplePair('master-master', (text) =>
    text.replace(/interface ens33(?=[\s\S]*priority 99)/, 'interface ens34'),
  );
  const [first] = disturbancesOf(pair, { failure: 'network' });
  expect(first!.target).toEqual({ kind: 'network', interfaces: ['ens34', 'ens33'] });
  expect(first!.up.map(eventText)).toEqual(['up:interface:ens34@ngx1', 'up:interface:ens33@ngx1']);
});

test('what an event costs', () => {
  const at = (from: string[], to: string[], seconds: [number, number] | null, comesBack: boolean) =>
    foretoldGap({ address: 'a', from, to, seconds }, comesBack);
  expect(at(['ngx1'], ['ngx2'], [2.6, 3.6], false)).toEqual([2.6, 3.6]);
  expect(at(['ngx2'], ['ngx1'], [3.6, 4.1], true)).toEqual([0, 0.05]);
  expect(at(['ngx2'], ['ngx2'], null, false)).toEqual([0, 0]);
  expect(at(['ngx1'], [], null, false)).toBeNull();
  expect(at([], ['ngx1'], [3, 4], true)).toBeNull();
});

test('whoever agrees to it knows what is interrupted, and what brings it back', () => {
  expect(announcement(course(examplePair('master-backup')), [30, 30])).toEqual([
    'keepalived is stopped on ngx1.',
    '192.168.10.111 goes from ngx1 to ngx2 and does not answer for 0.65 to 0.68 s.',
    'keepalived is started on ngx1 again; 192.168.10.111 goes to ngx1 within 4.14 s.',
    'Then keepalived is stopped on ngx2.',
    '192.168.10.111 stays on ngx1.',
    'keepalived is started on ngx2 again; no address moves.',
    'In the end every address is where it is now.',
    'Nothing is stopped before the host itself has a timer that starts it again after 30 s at the latest, whatever becomes of this machine.',
  ]);
});
