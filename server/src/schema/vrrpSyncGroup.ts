/** vrrp_sync_group: instances that change state together (vrrp_parser.c, vrrp_sync.c). */
import { argument, block, definition, flag, list, reference, script, toggle } from './define.ts';
import { trackLists } from './tracking.ts';

export const vrrpSyncGroup = block(
  'vrrp_sync_group',
  [argument('NAME', definition('vrrp_sync_group'))],
  [
    list('group', [argument('INSTANCE', reference('vrrp_instance'))], {
      entries: 'words',
      required: true,
      again: 'error',
    }),
    ...trackLists({ since: '2.0.0' }),
    script('notify_master', { missingArgumentExits: true }),
    script('notify_backup', { missingArgumentExits: true }),
    script('notify_fault', { missingArgumentExits: true }),
    script('notify_stop', { since: '2.0.0', missingArgumentExits: true }),
    script('notify', { missingArgumentExits: true }),
    toggle('notify_priority_changes', { since: '2.2.0', default: 'the value of vrrp_notify_priority_changes' }),
    toggle('smtp_alert', { default: 'the value of smtp_alert_vrrp or smtp_alert, else off' }),
    flag('sync_group_tracking_weight', { since: '2.0.0' }),
    flag('global_tracking', {
      deprecated: { instead: 'track_interface, track_script or track_file of the group', reported: true },
    }),
  ],
  { again: 'error', surplus: 'error', invalid: { kind: 'dropped' } },
);
