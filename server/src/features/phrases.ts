/**
 * The tables say in English what stands for a value: defaults, and what to write instead. These are the same words in
 * Chinese. What is no sentence, e.g. `100` or `org.keepalived.Vrrp1`, is the same in every language.
 */

/** Parts between semicolons. */
const CHINESE: ReadonlyMap<string, string> = new Map([
  ['off', '关闭'],
  ['on', '开启'],
  ['none', '无'],
  ['no limit', '不限'],
  ['0, which is off', '0，即关闭'],
  ['port 25', '端口为 25'],
  ['255 with state MASTER', 'state 为 MASTER 时为 255'],
  ['3 with IPv6 addresses', '有 IPv6 地址时为 3'],
  ['IPv6: 64', 'IPv6 为 64'],
  ['IPv6: what the kernel uses', 'IPv6 由内核决定'],
  ['MASTER with priority 255, else BACKUP', '优先级为 255 时为 MASTER，否则为 BACKUP'],
  [
    'MII, then ETHTOOL, then IOCTL, whichever the interface answers to',
    '依次尝试 MII、ETHTOOL、IOCTL，取接口支持的第一个',
  ],
  ['UP is 0 where it is not given', '不写 UP 时为 0'],
  ['by vrrp_rx_bufs_policy', '由 vrrp_rx_bufs_policy 决定'],
  ['exact, where it stands without a word', '不带词时为完全相同'],
  ["keepalived's own", 'keepalived 自身的命名空间'],
  ['where no name is given, the default one', '不写名称时为默认命名空间'],
  [
    'keepalived_script where it exists, else the user that runs keepalived',
    '存在 keepalived_script 用户时用它，否则为运行 keepalived 的用户',
  ],
  ['notify_fault where no command is given', '不写命令时执行 notify_fault'],
  ['INPUT and OUTPUT where no chain is given', '不写链名时为 INPUT 和 OUTPUT'],
  ['all checks where none is named', '不写时启用全部检查'],
  ['id is the virtual router ID of the instance, else 0', 'id 取实例的 VRID，没有实例时为 0'],
  ['on for real servers', '真实服务器为开启'],
  ['on in strict mode', '严格模式下为开启'],
  ['on in strict mode for priority 255', '严格模式下优先级为 255 时为开启'],
  ['off in strict mode unless the priority is 255', '严格模式下为关闭，优先级为 255 时除外'],
  ['0 in strict mode', '严格模式下为 0'],
  ['the log goes to /dev/null where no file is given', '不写文件时日志写入 /dev/null'],
  ['the value 0 where none is given', '不写数值时为 0'],
  ['on with vrrp_iptables', '有 vrrp_iptables 时开启'],
  ['off where no name is given', '不写名称时关闭'],
  ['that of the virtual server', '与虚拟服务器相同'],
  ['that of the real server', '与真实服务器相同'],
  ['0 for MISC_CHECK', 'MISC_CHECK 为 0'],
  ['3 for DNS_CHECK', 'DNS_CHECK 为 3'],
  ['3 for HTTP_GET and SSL_GET', 'HTTP_GET 和 SSL_GET 为 3'],
  ['the delay_loop for DNS_CHECK', 'DNS_CHECK 为 delay_loop'],
  ['the delay_loop', 'delay_loop 的值'],
  ['three quarters of uthreshold', 'uthreshold 的四分之三'],
  ['the address of the real server', '真实服务器的地址'],
  ['the port of the real server', '真实服务器的端口'],
  ['the delay_loop of the virtual server', '虚拟服务器的 delay_loop'],
  ['the first address of the interface', '接口的第一个地址'],
  ['the host name', '主机名'],
  ['user@host name', '用户名@主机名'],
  ['the interval', '与 interval 相同'],
  ['the root, .', '根，即 .'],
  ["the system's own size", '系统默认大小'],
  ['the script_user', 'script_user 的值'],
  ['the weight of the track_file', 'track_file 的权重'],
  ['three advertisement intervals, 5 at least and 300 at most', '三个通告间隔，最小 5，最大 300'],
  ['global_defs: lvs_sync_daemon', 'global_defs 中的 lvs_sync_daemon'],
  ['one SMTP_CHECK for each', '每个地址各一个 SMTP_CHECK'],
  [
    'track_interface, track_script or track_file of the group',
    '同步组自己的 track_interface、track_script 或 track_file',
  ],
]);

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/^the value of (\S+)$/, '$1 的值'],
  [/^the value of (\S+) or (\S+)$/, '$1 或 $2 的值'],
  [/^the value of (\S+) or (\S+), else off$/, '$1 或 $2 的值，都没有时为关闭'],
  [/^the value of (\S+) or (\S+), else on$/, '$1 或 $2 的值，都没有时为开启'],
  [/^(\S+) where no number is given$/, '不写数字时为 $1'],
  [/^(\S+) where no table is given$/, '不写表名时为 $1'],
];

/** English where nobody has put it into Chinese. */
export const inChinese = (phrase: string): string => phrase.split('; ').map(partInChinese).join('；');

function partInChinese(part: string): string {
  const known = CHINESE.get(part);
  if (known !== undefined) return known;
  const [pattern, words] = PATTERNS.find(([each]) => each.test(part)) ?? [];
  return pattern && words ? part.replace(pattern, words) : part;
}
