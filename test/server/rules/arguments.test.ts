import { describe, expect, it } from 'vitest';
import { check, codesOf, describeCases, instance } from './marked.ts';

const globals = (...lines: string[]): string => `global_defs {\n${lines.join('\n')}\n}\n`;
const messageOf = (text: string): string => check(text)[0]!.finding.message;
const severityOf = (text: string): string => check(text)[0]!.finding.severity;

describeCases('arguments', [
  ['missing-argument', instance('‹priority›'), instance('priority 100')],
  ['missing-argument', globals('‹lvs_timeouts›'), globals('lvs_timeouts tcp 5')],
  ['missing-argument', globals('‹vrrp_garp_extra_if› all'), globals('vrrp_garp_extra_if all 5')],
  ['surplus-argument', instance('kernel_rx_buf_size 5 ‹6›'), instance('kernel_rx_buf_size 5')],
  ['words-before-brace', instance('track_interface ‹extra› {\neth1\n}'), instance('track_interface {\neth1\n}')],
  ['not-a-number', instance('priority ‹high›'), instance('priority +100')],
  ['not-a-number', instance('priority ‹$PRIO›'), `$PRIO=90\n${instance('priority $PRIO')}`],
  ['number-out-of-range', instance('priority ‹256›'), instance('priority 255')],
  ['number-out-of-range', instance('garp_master_repeat ‹0›'), instance('garp_master_repeat 1')],
  ['number-out-of-range', globals('vrrp_cpu_affinity 0 ‹99999999999›'), globals('vrrp_cpu_affinity 0 1')],
  ['too-many-decimals', instance('preempt_delay ‹1.1234567›'), instance('preempt_delay 1.123456')],
  ['not-a-boolean', instance('smtp_alert ‹True›'), instance('smtp_alert true')],
  ['unknown-value', instance('version 3\nstate ‹Backup›'), instance('state BACKUP')],
  ['unknown-value', globals('umask ‹0888›'), globals('umask 0077')],
  ['unknown-value', globals('lvs_timeouts tcp 5 ‹sctp› 5'), globals('lvs_timeouts tcp 5 udp 5')],
  ['unknown-value', globals('include_check ‹readable›'), globals('include_check +read -match')],
  ['not-an-address', instance('unicast_src_ip ‹ngx1›'), instance('unicast_src_ip 192.168.10.11')],
  ['not-an-address', 'virtual_server ‹ngx› 80 {\n}\n', 'virtual_server fwmark 5 {\n}\n'],
  ['wrong-address', globals('vrrp_mcast_group4 ‹10.0.0.1›'), globals('vrrp_mcast_group4 224.0.0.19')],
  ['too-long', globals('process_name ‹abcdefghijklmnop›'), globals('process_name abcdefghijklmno')],
  ['contradiction', globals('vrrp_rx_bufs_policy MTU ‹ADVERT›'), globals('vrrp_rx_bufs_policy MTU')],
  [
    'given-twice',
    instance('notify_stop /bin/a\n‹notify_stop /bin/b›'),
    instance('notify_stop /bin/a\nnotify_fault /bin/b'),
  ],
  [
    'given-twice',
    globals('notify_fifo /a') + globals('‹notify_fifo /b›'),
    globals('notify_fifo /a') + globals('vrrp_notify_fifo /b'),
  ],
]);

describe('the message', () => {
  it('says what keepalived does instead', () => {
    expect(messageOf(instance('priority 300'))).toMatch(/from 1 to 255, not `300`: keepalived uses 100 instead/);
    expect(messageOf(instance('advert_int 300'))).toMatch(
      /0\.01 to 255 seconds, not `300`: keepalived ignores the line/,
    );
    expect(messageOf(instance('garp_master_repeat 0'))).toMatch(/keepalived uses 1 instead/);
    expect(messageOf(instance('garp_master_repeat x'))).toMatch(/keepalived ignores the line/);
    expect(messageOf(instance('priority'))).toMatch(/keepalived stops here and does not start/);
    expect(messageOf(globals('process_name abcdefghijklmnop'))).toMatch(/cuts off the rest/);
  });

  it('is a warning where another value is used, and an error where none is', () => {
    expect(severityOf(instance('priority 300'))).toBe('warning');
    expect(severityOf(instance('advert_int 300'))).toBe('error');
    expect(severityOf(instance('garp_master_repeat x'))).toBe('error');
  });

  it('never shows a password', () => {
    const text = instance('authentication {\nauth_type PASS\nauth_pass verysecretword\n}');
    expect(codesOf(text)).toEqual(['too-long']);
    expect(messageOf(text)).not.toContain('verysecret');
  });
});

describe('what is not claimed', () => {
  it.each([
    ['words behind the last one', instance('priority 100 or so\nnopreempt no')],
    ['interfaces, users and paths of the machine', globals('script_user nobody_here', 'default_interface wan7')],
    ['definitions that only keepalived can fill', `${globals('startup_script_timeout ${_RANDOM 1 9}')}`],
    ['names that a server may resolve', globals('smtp_server mail.example.org')],
    ['what a block that is dropped holds', 'virtual_server_group G {\n10.0.0.1 80\n}\n'],
  ])('%s', (_, text) => {
    const told = check(text).filter(({ finding }) => finding.origin === 'keepalived');
    expect(told.map(({ finding }) => finding.code)).toEqual([]);
  });

  it('nothing inside a block that keepalived drops', () => {
    expect(codesOf('virtual_server ngx 80 {\nquorum 0\n}\n')).toEqual(['not-an-address']);
  });

  it('a boolean of vrrp_strict before there was one', () => {
    expect(codesOf(globals('vrrp_strict perhaps'), '2.2.7')).not.toContain('not-a-boolean');
    expect(codesOf(globals('vrrp_strict perhaps'), '2.3.0')).toContain('not-a-boolean');
  });
});
