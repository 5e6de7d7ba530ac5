import { describeCases } from './marked.ts';

const rule = (entry: string): string => `static_rules {\n${entry}\n}\n`;
const to = (options: string): string => rule(`table 100 preference 500 ${options}`);

describeCases('entries of rule lists', [
  ['rule-invalid', to('‹frm› 10.0.0.0/8'), to('from 10.0.0.0/8')],
  ['rule-invalid', to('from ‹net›'), to('from default')],
  ['rule-invalid', to('from 10.0.0.0/8 to ‹2001:db8::/32›'), to('from 10.0.0.0/8 to 10.1.0.0/16')],
  ['rule-invalid', rule('‹from› 10.0.0.0/8 preference 5'), rule('from 10.0.0.0/8 preference 5 blackhole')],
  ['rule-invalid', to('‹blackhole›'), to('')],
  ['rule-invalid', rule('table ‹0› preference 5'), rule('table main preference 5')],
  ['rule-invalid', rule('‹goto› 600'), rule('goto 600 preference 500')],
  ['rule-invalid', rule('‹goto› 400 preference 500'), rule('goto 501 preference 500')],
  ['rule-invalid', rule('blackhole ‹sup_pl› 5 preference 5'), to('sup_pl 5')],
  ['rule-invalid', rule('table 1 preference ‹first›'), rule('table 1 preference 0x10')],
  ['rule-invalid', to('fwmark ‹web›'), to('fwmark 0x5/0xff')],
  ['rule-invalid', to('uidrange ‹1000›'), to('uidrange 1000-1999')],
  ['rule-option-ignored', to('sport ‹80›'), to('sport 80-80')],
  ['rule-option-ignored', to('protocol ‹256›'), to('protocol 18')],
  ['rule-value-missing', to('‹from›'), to('from 10.0.0.0/8')],
  ['rule-without-preference', rule('‹from 10.0.0.0/8 table 100›'), to('from 10.0.0.0/8')],
  ['rule-protocol', to('protocol ‹4›'), to('protocol 4 no_track')],
]);
