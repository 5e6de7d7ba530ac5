import type { Setting } from '../model/settings.ts';

const SPECIAL: ReadonlySet<string> = new Set([
  'lvs_sync_daemon',
  'vrrp_ipsets',
  'use_vmac',
  'use_ipvlan',
  'umask',
  'lvs_timeouts',
  'virtual_server',
  'include_check',
]);
export const isSpecial = ({ directive }: Setting): boolean => SPECIAL.has(directive.words[0].text);
