/** "Did you mean" for values and for the words of entries. */
import { expect, it } from 'vitest';
import { check, instance } from './marked.ts';

const list = (name: string, entry: string): string => instance(`${name} {\n${entry}\n}`);

const MISTYPED: readonly (readonly [text: string, wrong: string, meant: string, fixed: boolean])[] = [
  [instance('state MASTR'), 'MASTR', 'MASTER', true],
  [instance('smtp_alert ture'), 'ture', 'true', true],
  [list('virtual_ipaddress_excluded', '10.0.0.9 dve eth0'), 'dve', 'dev', true],
  [list('virtual_ipaddress_excluded', '10.0.0.9 scope lonk'), 'lonk', 'link', true],
  [list('virtual_routes', '10.1.0.0/16 metrc 5 dev eth0'), 'metrc', 'metric', true],
  [list('virtual_routes', '10.1.0.0/16 dev eth0 table mian'), 'mian', 'main', true],
  [list('virtual_rules', 'form 10.0.0.0/8 table 5 preference 5'), 'form', 'from', true],
  [list('unicast_peer', '192.168.10.12 min_tl 5'), 'min_tl', 'min_ttl', false],
  [list('track_interface', 'eth1 wieght 5'), 'wieght', 'weight', false],
];

for (const [text, wrong, meant, fixed] of MISTYPED) {
  it(`${wrong} is taken for ${meant}`, () => {
    const told = check(text).filter(({ start, end }) => text.slice(start, end) === wrong);
    const hints = told.filter(
      ({ finding }) => /Did you mean/i.test(finding.message) && finding.message.includes(meant),
    );
    expect(hints).toHaveLength(1);
    const edits = hints
      .flatMap(({ finding }) => finding.fixes ?? [])
      .flatMap((fix) => fix.edits.map((edit) => edit.text));
    expect(edits).toEqual(fixed ? [meant] : []);
  });
}
