/** Inputs made to be slow: a reader that looks at everything once takes twice as long for twice as much. */
import { toNode } from '../../server/src/model/toNode.ts';
import { checkNode } from '../../server/src/rules/check.ts';
import { memoryFiles } from '../support/memory.ts';

export interface Slow {
  readonly what: string;
  readonly size: number;
  /** Milliseconds of the processor for that many, and for twice as many. */
  readonly once: number;
  readonly twice: number;
}

/** What twice as much may take: the double, and something for a busy machine. */
const LINEAR = 2.5;
const RUNS = 3;
const FILE = '/k/keepalived.conf';

const lines = (count: number, line: (nth: number) => string): string =>
  Array.from({ length: count }, (_, nth) => `${line(nth)}\n`).join('');
const host = (nth: number): string => `10.${(nth >> 16) & 255}.${(nth >> 8) & 255}.${nth & 255}`;
const instance = (inside: string, name = 'A', vrid = 1): string =>
  `vrrp_instance ${name} {\ninterface eth0\nvirtual_router_id ${vrid}\nvirtual_ipaddress {\n10.0.0.1\n}\n${inside}}\n`;
const list = (name: string, entries: string): string => instance(`${name} {\n${entries}}\n`);
const server = (inside: string, nth = 0): string =>
  `virtual_server ${host(nth)} 80 {\nlb_algo rr\nlb_kind NAT\nprotocol TCP\n${inside}}\n`;
const real = (nth: number, inside = ''): string => `real_server ${host(nth)} 80 {\n${inside}}`;
const scripts = (count: number): string => lines(count, (nth) => `vrrp_script s${nth} {\nscript /bin/true\n}`);

type Input = readonly [what: string, size: number, text: (count: number) => string];

const INPUTS: readonly Input[] = [
  ['nested blocks', 5000, (n) => `${'a {\n'.repeat(n)}${'}\n'.repeat(n)}`],
  ['blocks nested in a known one', 5000, (n) => instance(`${'a {\n'.repeat(n)}${'}\n'.repeat(n)}`)],
  ['words in a line', 100_000, (n) => instance(`priority ${'100 '.repeat(n)}\n`)],
  ['letters in a word', 1_000_000, (n) => instance(`notify_master ${'a'.repeat(n)}\n`)],
  ['quoted words in a line', 100_000, (n) => instance(`notify_master ${'"a" '.repeat(n)}\n`)],
  ['quotes without an end', 20_000, (n) => instance(lines(n, () => 'notify_master "/bin/true'))],
  [
    'definitions that name the one before twice',
    2000,
    (n) => `$A0=x\n${lines(n, (i) => `$A${i + 1}=\${A${i}}\${A${i}}`)}router_id \${A${n}}\n`,
  ],
  [
    'definitions that name the one before',
    5000,
    (n) => `$A0=x\n${lines(n, (i) => `$A${i + 1}=\${A${i}}`)}router_id \${A${n}}\n`,
  ],
  [
    'definitions, each used once',
    5000,
    (n) => lines(n, (i) => `$A${i}=1`) + instance(lines(n, (i) => `priority \${A${i}}`)),
  ],
  ['uses of a definition', 20_000, (n) => `$A=100\n${instance(lines(n, () => 'priority $A'))}`],
  ['uses of a definition in a line', 20_000, (n) => `$A=100\n${instance(`priority ${'$A '.repeat(n)}\n`)}`],
  ['lines of a definition', 5000, (n) => `$A=${lines(n, () => 'priority 100 \\')}\n${instance('$A\n')}`],
  [
    'lines with ~SEQ',
    2000,
    (n) =>
      list(
        'virtual_ipaddress_excluded',
        lines(n, (i) => `~SEQ(i, 1, 5) 10.${i >> 8}.${i & 255}.$i`),
      ),
  ],
  ['lines that a ~SEQ makes', 10_000, (n) => list('virtual_ipaddress_excluded', `~SEQ(i, 1, ${n}) fd00::$i\n`)],
  ['includes of a file that is missing', 2000, (n) => lines(n, (i) => `include missing${i}.conf`)],
  ['includes of the same file', 1000, (n) => lines(n, () => 'include part.conf')],
  ['conditional lines', 20_000, (n) => instance(lines(n, (i) => `@node${i} priority 100`))],
  ['conditional blocks', 5000, (n) => lines(n, (i) => `@n${i} vrrp_script s {\n@n${i} script /bin/true\n@n${i} }`)],
  ['unknown keywords', 5000, (n) => instance(lines(n, (i) => `prioritas${i} 5`))],
  ['mistyped blocks', 2000, (n) => instance(lines(n, (i) => `virtual_ipadress {\n${host(i)}\n}`))],
  ['mistyped instances', 2000, (n) => lines(n, (i) => `vrrp_instanc V${i} {\ninterface eth0\n}`)],
  ['instances without a closing brace', 2000, (n) => lines(n, (i) => `vrrp_instance V${i} {\ninterface eth0`)],
  ['blocks without a closing brace', 5000, (n) => instance(lines(n, () => 'authentication {\nauth_type PASS'))],
  ['closing braces', 20_000, (n) => lines(n, () => '}')],
  ['opening braces', 20_000, (n) => lines(n, () => '{')],
  ['virtual addresses', 10_000, (n) => list('virtual_ipaddress', lines(n, host))],
  [
    'the same virtual address',
    10_000,
    (n) =>
      list(
        'virtual_ipaddress',
        lines(n, () => '10.0.0.1'),
      ),
  ],
  [
    'words that are no addresses',
    10_000,
    (n) =>
      list(
        'virtual_ipaddress',
        lines(n, (i) => `host${i}`),
      ),
  ],
  ['unicast peers', 10_000, (n) => list('unicast_peer', lines(n, host))],
  [
    'virtual routes',
    5000,
    (n) =>
      list(
        'virtual_routes',
        lines(n, (i) => `${host(i)} dev eth0`),
      ),
  ],
  [
    'virtual rules',
    5000,
    (n) =>
      list(
        'virtual_rules',
        lines(n, (i) => `from ${host(i)} table 100 preference ${i}`),
      ),
  ],
  ['static routes', 5000, (n) => `static_routes {\n${lines(n, (i) => `${host(i)} dev eth0`)}}\n`],
  ['options of an entry', 20_000, (n) => list('virtual_ipaddress', `10.0.0.2 ${'home '.repeat(n)}\n`)],
  [
    'scripts, each tracked',
    3000,
    (n) =>
      scripts(n) +
      list(
        'track_script',
        lines(n, (i) => `s${i}`),
      ),
  ],
  [
    'tracked scripts that are not there',
    5000,
    (n) =>
      list(
        'track_script',
        lines(n, (i) => `s${i}`),
      ),
  ],
  [
    'the same tracked interface',
    5000,
    (n) =>
      list(
        'track_interface',
        lines(n, () => 'eth1'),
      ),
  ],
  ['instances', 2000, (n) => lines(n, (i) => instance('', `V${i}`, (i % 255) + 1))],
  ['instances of the same name', 2000, (n) => lines(n, () => instance(''))],
  ['instances of the same VRID', 2000, (n) => lines(n, (i) => instance('', `V${i}`))],
  ['scripts of the same name', 5000, (n) => lines(n, () => 'vrrp_script s {\nscript /bin/true\n}')],
  ['members of a sync group', 5000, (n) => `vrrp_sync_group G {\ngroup {\n${lines(n, (i) => `V${i}`)}}\n}\n`],
  [
    'sync groups with the same member',
    2000,
    (n) => instance('') + lines(n, (i) => `vrrp_sync_group G${i} {\ngroup {\nA\n}\n}`),
  ],
  ['lists of an instance', 5000, (n) => instance(lines(n, (i) => `virtual_ipaddress_excluded {\n${host(i)}\n}`))],
  ['the same statement', 10_000, (n) => instance(lines(n, () => 'notify_master /bin/true'))],
  ['virtual servers', 2000, (n) => lines(n, (i) => server(`${real(i)}\n`, i))],
  ['virtual servers of the same address', 2000, (n) => lines(n, (i) => server(`${real(i)}\n`))],
  ['real servers', 3000, (n) => server(lines(n, (i) => real(i)))],
  ['the same real server', 3000, (n) => server(lines(n, () => real(1)))],
  [
    'checks of a real server',
    3000,
    (n) =>
      server(
        real(
          1,
          lines(n, () => 'TCP_CHECK {\nconnect_timeout 3\n}'),
        ),
      ),
  ],
  ['pages of a check', 3000, (n) => server(real(1, `HTTP_GET {\n${lines(n, () => 'url {\npath /\n}')}}\n`))],
  ['BFD sessions', 3000, (n) => lines(n, (i) => `bfd_instance b${i} {\nneighbor_ip ${host(i)}\n}`)],
  ['comments', 50_000, (n) => lines(n, () => '# keepalived-ha: ignore=unknown-keyword')],
];

/** Processor time from the text to the findings, which a busy machine does not lengthen; the best of some runs. */
function timeOf(text: string): number {
  let best = Infinity;
  for (let run = 0; run < RUNS; run++) {
    const started = process.cpuUsage();
    const files = memoryFiles({ [FILE]: text, '/k/part.conf': instance('') });
    checkNode(toNode(FILE, { files }), { version: '2.2.7', files });
    const { user, system } = process.cpuUsage(started);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}

/** A line for each as it is measured; those that grow faster than their input are marked. */
export function slowInputs(only = ''): Slow[] {
  const width = Math.max(...INPUTS.map(([what]) => what.length));
  return INPUTS.filter(([what]) => what.includes(only)).map(([what, size, text]) => {
    const [once, twice] = [timeOf(text(size)), timeOf(text(2 * size))];
    const ratio = twice / once;
    const figures = `${once.toFixed(0).padStart(6)} ms  ${twice.toFixed(0).padStart(6)} ms  ${ratio.toFixed(2)}`;
    const mark = ratio > LINEAR ? '  more than linear' : '';
    console.log(`${what.padEnd(width)}  ${size.toLocaleString('en').padStart(9)}  ${figures}${mark}`);
    return { what, size, once, twice };
  });
}
