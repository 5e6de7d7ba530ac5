/** Large configurations, and many, that keepalived accepts, the same ones for the same seed. */
import { createRandom } from '../support/random.ts';

export interface GeneratedFile {
  readonly text: string;
  readonly lines: number;
  /** Number of the line in the middle that says `priority N`, from 0. */
  readonly middlePriority: number;
}

/** VRRP has 255 virtual routers per network segment (RFC 5798 section 5.2.3). */
const ROUTERS_PER_INTERFACE = 255;

/**
 * Writes a file of exactly that many lines: VRRP instances with checks and comments, each on an interface and with a
 * VRID and addresses of its own. It is what keepalived calls valid, so that the time goes into reading, not complaining.
 */
export function generateConfiguration(lines: number, seed = 1): GeneratedFile {
  const { between } = createRandom(seed);
  const out = [
    `! ${lines} lines from seed ${seed}`,
    'global_defs {',
    '    router_id bench',
    '    dynamic_interfaces',
    '    enable_script_security',
    '    script_user root',
    '}',
  ];
  const priorities: number[] = [];
  let addresses = 0;
  for (let nth = 0; ; nth++) {
    const block = instance(nth, between, () => address(addresses++));
    if (out.length + block.length > lines) break;
    const priority = block.findIndex((line) => line.startsWith('    priority '));
    priorities.push(out.length + priority);
    out.push(...block);
  }
  while (out.length < lines) out.push('! the end');
  return {
    text: `${out.join('\n')}\n`,
    lines,
    middlePriority: priorities[priorities.length >> 1]!,
  };
}

/**
 * Configurations of that many pairs, by file name, two in a folder for each pair: like the example master-master with a
 * check, each with addresses of its own.
 */
export function generatePairs(pairs: number): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (let nth = 0; nth < pairs; nth++) {
    const addresses = [address(2 * nth), address(2 * nth + 1)];
    for (const own of [0, 1]) {
      const lines = [
        'global_defs {',
        `    router_id ngx${own + 1}`,
        '    enable_script_security',
        '    script_user root',
        '}',
        'vrrp_script check_nginx {',
        '    script "/usr/bin/pgrep -x nginx"',
        '    interval 2',
        '    fall 2',
        '    weight -20',
        '}',
        ...addresses.flatMap((text, i) => pairedInstance(i, own === i, text)),
      ];
      files.set(`site${nth + 1}/ngx${own + 1}/keepalived.conf`, `${lines.join('\n')}\n`);
    }
  }
  return files;
}

const pairedInstance = (nth: number, isMaster: boolean, text: string): string[] => [
  `vrrp_instance VI_${nth + 1} {`,
  `    state ${isMaster ? 'MASTER' : 'BACKUP'}`,
  '    interface eth0',
  `    virtual_router_id ${51 + nth}`,
  `    priority ${isMaster ? 100 : 90}`,
  '    advert_int 1',
  '    authentication {',
  '        auth_type PASS',
  '        auth_pass 1111',
  '    }',
  '    virtual_ipaddress {',
  `        ${text}/8`,
  '    }',
  '    track_script {',
  '        check_nginx',
  '    }',
  '}',
];

function instance(nth: number, between: (low: number, high: number) => number, nextAddress: () => string): string[] {
  const name = `VI_${nth + 1}`;
  const interfaceName = `net${Math.floor(nth / ROUTERS_PER_INTERFACE)}`;
  const addresses = Array.from({ length: between(1, 12) }, nextAddress);
  return [
    '',
    `# Service ${nth + 1}, at ${addresses[0]}`,
    `vrrp_script check_${nth + 1} {`,
    `    script "/bin/true ${nth + 1}"`,
    `    interval ${between(1, 9)}`,
    `    weight -${between(2, 50)}`,
    '}',
    `vrrp_instance ${name} {`,
    `    state ${between(0, 1) ? 'MASTER' : 'BACKUP'}`,
    `    interface ${interfaceName}`,
    `    virtual_router_id ${(nth % ROUTERS_PER_INTERFACE) + 1}`,
    `    priority ${between(51, 250)}`,
    `    advert_int ${between(1, 5)}`,
    '    authentication {',
    '        auth_type PASS',
    `        auth_pass p${between(100000, 999999)}`,
    '    }',
    '    virtual_ipaddress {',
    ...addresses.map((text) => `        ${text}/16 dev ${interfaceName}`),
    '    }',
    '    track_script {',
    `        check_${nth + 1}`,
    '    }',
    '}',
  ];
}

/** The nth host address of 10.0.0.0/8, without those that end in 0 or 255. */
const address = (nth: number): string => {
  const host = nth % 254;
  const net = Math.floor(nth / 254);
  return `10.${(net >> 8) & 255}.${net & 255}.${host + 1}`;
};
