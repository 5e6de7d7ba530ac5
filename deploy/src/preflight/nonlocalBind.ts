/** A program that listens on a virtual address can start only on its owner, unless the kernel is told otherwise. */
import { canonical } from '../foretold.ts';
import { type Concern, error } from './finding.ts';
import { virtualAddressesOf } from './routers.ts';

/** nginx's `listen 192.168.10.111:80`, `listen [fd00::111]:80`; haproxy's `bind ipv4@192.168.10.111:80`. */
const LISTENING = /^[^#\n]*?\b(?:listen|bind)[ \t]+(?:ipv[46]@)?\[?([\da-fA-F.:]+?)\]?(?::\d[\d,-]*)?(?=[\s;,])(.*)/gim;
const SYSCTL = { 4: 'net.ipv4.ip_nonlocal_bind', 6: 'net.ipv6.ip_nonlocal_bind' } as const;

export const nonlocalBind: Concern = ({ config, placements, facts }) => {
  const virtual = new Map(virtualAddressesOf(config).map((address) => [address.canonical, address.text]));
  return placements
    .filter(({ isConfig }) => !isConfig)
    .flatMap(({ target, content }) =>
      [...content.toString('utf8').matchAll(LISTENING)].flatMap(([line, address = '', more = '']) => {
        const family = address.includes(':') ? 6 : 4;
        if (!virtual.has(canonical(address)) || facts.nonlocalBind.has(family)) return [];
        // haproxy asks the kernel for it by itself.
        if (/\btransparent\b/.test(more)) return [];
        const setting = `${SYSCTL[family]}=1`;
        const message = `"${line.trim()}" in ${target} cannot be done while another node has ${address}: its program would not start here. Allow it: echo ${setting} >/etc/sysctl.d/90-keepalived.conf && sysctl -p /etc/sysctl.d/90-keepalived.conf.`;
        return [error('nonlocal bind', message)];
      }),
    );
};
