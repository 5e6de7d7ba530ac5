/** Texts of any kind: pieces of the language in any order, an example that somebody has been at, plain noise. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';

/** The configuration of a node of the example pair. */
export const example = (node: string): string =>
  readFileSync(new URL(`../../examples/master-master/${node}/keepalived.conf`, import.meta.url), 'utf8');
const ngx1 = example('ngx1');

/** Pieces of the language, right and wrong: each leads into another corner of the rules. */
const piece = fc.constantFrom(
  ...ngx1.split(/(?<=\s)/),
  ...[
    '{',
    '}',
    '\n',
    ' ',
    '"',
    '#',
    '\\',
    '$A',
    '${A}',
    '$A=1\n',
    '@x ',
    '@^x ',
    '~SEQ(i, 1, 3) ',
    'include *.conf\n',
    '\0',
    '\uFEFF',
  ],
  ...[
    'track_script {\n',
    'vrrp_script x {\n',
    'script "a | b"\n',
    'vrrp_sync_group G {\n group {\n VI_1\n }\n}\n',
    'unicast_peer {\n',
    'nopreempt no\n',
  ],
  ...[
    'virtual_routes {\n default via 10.0.0.1 encap ip id\n}\n',
    'virtual_rules {\n from 10.0.0.0/8 table\n}\n',
    'static_ipaddress {\n fe80::1 dev\n}\n',
  ],
  ...[
    'virtual_server 10.0.0.1 80 {\n',
    'real_server 10.0.0.2 80 {\n',
    'TCP_CHECK {\n',
    'bfd_instance\n',
    'use_vmac a:b\n',
    'auth_hmac {\n key 1 x\n}\n',
    '999999999999999999999',
  ],
);
const edited = fc
  .tuple(fc.nat(ngx1.length), fc.nat(60), fc.array(piece, { maxLength: 6 }))
  .map(([at, length, pieces]) => ngx1.slice(0, at) + pieces.join('') + ngx1.slice(at + length));
export const text = fc.oneof(
  edited,
  fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary' }),
);
