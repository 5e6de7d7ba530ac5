import { describe, expect, it } from 'vitest';
import { check, describeCases, instance } from './marked.ts';

const SCRIPT = 'vrrp_script chk {\nscript /usr/local/bin/chk\n}\n';
const FILE = 'track_file f {\nfile /run/f\n}\n';
const tracks = (entries: string, list = 'track_script'): string => instance(`${list} {\n${entries}\n}`);

describeCases('what instances track', [
  ['track-undefined', tracks('‹chk›'), SCRIPT + tracks('chk')],
  ['track-undefined', tracks('‹chk›') + SCRIPT, SCRIPT + tracks('chk')],
  ['track-undefined', `vrrp_script chk {\n}\n${tracks('‹chk›')}`, SCRIPT + tracks('chk')],
  ['track-undefined', tracks('‹f›', 'track_file'), FILE + tracks('f', 'track_file')],
  [
    'track-undefined',
    tracks('‹p›', 'track_process'),
    `vrrp_track_process p {\nprocess nginx\n}\n${tracks('p', 'track_process')}`,
  ],
  [
    'track-undefined',
    `vrrp_sync_group G {\ntrack_script {\n‹chk›\n}\n}\n`,
    `${SCRIPT}vrrp_sync_group G {\ntrack_script {\nchk\n}\n}\n`,
  ],
  ['track-duplicate', SCRIPT + tracks('chk\n‹chk›'), SCRIPT + tracks('chk')],
  ['track-option', SCRIPT + tracks('chk ‹-20›'), SCRIPT + tracks('chk weight -20')],
  ['track-option', SCRIPT + tracks('chk ‹weight›'), SCRIPT + tracks('chk weight 0')],
  ['track-option', SCRIPT + tracks('chk weight 2 ‹inverse›'), SCRIPT + tracks('chk weight 2 reverse')],
  [
    'track-option',
    tracks('eth1 weight 2 ‹noreverse›', 'track_interface'),
    tracks('eth1 weight 2 reverse', 'track_interface'),
  ],
  ['track-weight', SCRIPT + tracks('chk weight ‹255›'), SCRIPT + tracks('chk weight 253')],
  ['track-weight', SCRIPT + tracks('chk weight ‹-254›'), SCRIPT + tracks('chk weight -253')],
  ['track-weight', FILE + tracks('f weight ‹255›', 'track_file'), FILE + tracks('f weight 254', 'track_file')],
]);

describe('order of definitions', () => {
  it('says where a script stands that is defined too late', () => {
    const found = check(tracks('chk') + SCRIPT).find(({ finding }) => finding.code === 'track-undefined');
    expect(found?.finding.message).toContain('further below');
    expect(found?.finding.related).toHaveLength(1);
  });
});
