import { describe, expect, it } from 'vitest';
import { check, codesOf, describeCases, instance } from './marked.ts';

const LONG = `router_id ${'x'.repeat(1013)}`;

describeCases('lines as they are in the file', [
  ['unclosed-quote', instance('notify_stop ‹"/bin/stop›'), instance('notify_stop "/bin/stop"')],
  ['unclosed-quote', '$X=‹"a›\n', '$X="a"\n'],
  ['unclosed-quote', 'static_routes {\n‹"10.0.0.0/8 # not a comment›\n}\n', '# a comment "with one\n'],
  ['unclosed-quote', '$X=‹"a\\"›\n', '$X="a\\" b"\n'],
  ['line-too-long', `global_defs {\n  ‹${LONG}›\n}\n`, `global_defs {\n${LONG.slice(0, -1)}\n}\n`],
  ['line-too-long', `# ‹›\n‹# ${'é'.repeat(511)}›\n`.replace('‹›', ''), `# ${'é'.repeat(510)}\n`],
  ['nul-byte', 'global_defs {\nrouter_id a‹\0›b\n}\n', 'global_defs {\nrouter_id ab\n}\n'],
]);

describe('lines as they are in the file', () => {
  it('CRLF and a last line without a line feed are in order', () => {
    expect(codesOf(instance('notify_stop "/bin/stop"').trimEnd().replaceAll('\n', '\r\n'))).toEqual([]);
  });

  it('the release decides what becomes of them', () => {
    const messageOf = (version: '2.2.7' | '2.4.0') =>
      check('global_defs {\nrouter_id a\0b\n}\n', version)[0]!.finding.message;
    expect(messageOf('2.2.7')).toMatch(/cuts the line off/);
    expect(messageOf('2.4.0')).toMatch(/ignores the line/);
  });
});
