/** What instances track: vrrp_script, vrrp_track_process (vrrp_parser.c) and track_file (track_file.c). */
import {
  argument,
  block,
  choice,
  decimal,
  definition,
  flag,
  GROUP,
  I32_MAX,
  integer,
  MICROSECOND,
  optional,
  PATH,
  SCRIPT,
  setting,
  since,
  statement,
  text,
  USER,
  ZERO_BECOMES_1,
} from './define.ts';
import type { Argument, BlockKeyword, ObjectKind } from './types.ts';

export const REVERSE: Argument = optional('reverse', choice('reverse'), { since: '2.0.18' });
const TIMES = [argument('TIMES', integer(1, I32_MAX))];
const scriptTime = decimal(0.001, 4294, 's', 3);
const delay = (name: string, more = {}) =>
  setting(name, [argument('SECONDS', decimal(MICROSECOND, 3600, 's'))], { default: '0', ...more });
const nameOf = (kind: ObjectKind): Argument => argument('NAME', definition(kind));

export const vrrpScript = block(
  'vrrp_script',
  [nameOf('vrrp_script')],
  [
    // Words behind the command are lost: arguments belong inside the quotes, the user has a keyword of its own.
    statement('script', [argument('COMMAND', SCRIPT)], { required: true }),
    setting('interval', [argument('SECONDS', scriptTime)], { default: '1', ...ZERO_BECOMES_1 }),
    setting('timeout', [argument('SECONDS', scriptTime)], { default: 'the interval', ...ZERO_BECOMES_1 }),
    setting('weight', [argument('WEIGHT', integer(-253, 253)), REVERSE], {
      default: '0',
      invalid: { kind: 'kept' },
    }),
    setting('rise', TIMES, { default: '1', invalid: { kind: 'becomes', value: '1' } }),
    setting('fall', TIMES, { default: '1', invalid: { kind: 'becomes', value: '1' } }),
    setting('user', [argument('USER', USER), optional('GROUP', GROUP)], { default: 'the script_user' }),
    flag('init_fail'),
  ],
  { again: 'first', missingArgumentExits: true },
);

export const vrrpTrackProcess = block(
  'vrrp_track_process',
  [nameOf('vrrp_track_process')],
  since('2.0.11', [
    setting('process', [argument('COMMAND', text()), optional('PARAMETER', text(), { repeats: true })], {
      required: true,
      again: 'error',
    }),
    statement('param_match', [optional('MATCH', choice('initial', 'partial'))], {
      since: '2.0.16',
      default: 'exact, where it stands without a word',
    }),
    statement('weight', [argument('WEIGHT', integer(-254, 254)), REVERSE], { default: '0', again: 'error' }),
    setting('quorum', [argument('COUNT', integer(1, 65_535))], { default: '1' }),
    setting('quorum_max', [argument('COUNT', integer(0, 65_535))], { since: '2.0.16', default: 'no limit' }),
    delay('delay'),
    delay('terminate_delay', { since: '2.0.16' }),
    delay('fork_delay', { since: '2.0.16' }),
    flag('full_command'),
  ]),
  { since: '2.0.11', build: 'WITH_TRACK_PROCESS', again: 'first', missingArgumentExits: true },
);

const trackFileKeywords = (release: '2.0.0' | '2.1.0') =>
  since(release, [
    statement('file', [argument('PATH', PATH)], { required: true, again: 'error' }),
    statement('weight', [argument('WEIGHT', integer(-254, 254)), REVERSE], { default: '1', again: 'error' }),
    statement('init_file', [optional('VALUE', integer(-254, 254)), optional('overwrite', choice('overwrite'))], {
      default: 'off; the value 0 where none is given',
      invalid: { kind: 'kept' },
    }),
  ]);

export const trackFile: BlockKeyword = block('track_file', [nameOf('track_file')], trackFileKeywords('2.1.0'), {
  since: '2.1.0',
  build: 'WITH_VRRP|WITH_LVS',
  again: 'first',
  missingArgumentExits: true,
});
export const vrrpTrackFile: BlockKeyword = block(
  'vrrp_track_file',
  [nameOf('track_file')],
  trackFileKeywords('2.0.0'),
  {
    since: '2.0.0',
    build: 'WITH_VRRP|WITH_LVS & WITH_VRRP',
    deprecated: { instead: 'track_file', reported: false },
    again: 'first',
    missingArgumentExits: true,
  },
);
