import { describeCases } from './marked.ts';

const script = (lines: string): string => `vrrp_script chk {\n${lines}\n}\n`;
const process = (lines: string): string => `vrrp_track_process p {\nprocess nginx\n${lines}\n}\n`;
const RUN = 'script /usr/local/bin/chk';

describeCases('scripts, processes and files', [
  ['object-incomplete', 'vrrp_script chk {\ninterval 2\n‹}›\n', script(RUN)],
  ['object-incomplete', 'vrrp_track_process p {\n‹}›\n', process('')],
  ['object-incomplete', 'track_file f {\nweight 2\n‹}›\n', 'track_file f {\nfile /run/f\n}\n'],
  ['script-time-fraction', script(`${RUN}\ninterval ‹0.5›`), script(`${RUN}\ninterval 1`)],
  ['quorum-conflict', process('quorum_max 2\nquorum ‹3›'), process('quorum 3\nquorum_max 3')],
  ['quorum-conflict', process('quorum 3\nquorum_max ‹2›'), process('quorum_max 0')],
]);

describeCases('scripts in newer releases', [
  ['object-incomplete', 'vrrp_script chk {\ninterval 0.5\n‹}›\n', script(`${RUN}\ninterval 0.5`), '2.3.2'],
]);
