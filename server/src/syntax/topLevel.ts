/** keepalived's deepest block is the fifth; what nests deeper than this is noise, and must not exhaust the stack. */
export const DEEPEST_BLOCK = 64;

/**
 * Block keywords that stand at the top level and nowhere else. Where one of them begins a line inside a block, a `}`
 * was forgotten: the block ends there, so that one lost brace does not swallow the rest of the file.
 */
export const TOP_LEVEL_ONLY: ReadonlySet<string> = new Set([
  'bfd_instance',
  'garp_group',
  'global_defs',
  'interface_up_down_delays',
  'linkbeat_interfaces',
  'SSL',
  'static_ipaddress',
  'static_routes',
  'static_rules',
  'virtual_server',
  'virtual_server_group',
  'vrrp_instance',
  'vrrp_script',
  'vrrp_sync_group',
  'vrrp_track_file',
  'vrrp_track_process',
]);
