/** Configurations of load balancing, in order but for what a test puts into them. */
export const BALANCED = 'protocol TCP\nlb_algo rr\nlb_kind NAT\n';
export const REAL = 'real_server 10.0.0.2 80 {\n}\n';
/** A virtual server in order but for these lines, which stand last. */
export const virtual = (lines: string, head = '10.0.0.1 80', before = BALANCED + REAL): string =>
  `virtual_server ${head} {\n${before}${lines}\n}\n`;
/** A virtual server with these lines and no others. */
export const bare = (lines: string, head = '10.0.0.1 80'): string => virtual(lines, head, '');
export const real = (lines: string, head = '10.0.0.2 80'): string =>
  virtual(`real_server ${head} {\n${lines}\n}`, '10.0.0.1 80', BALANCED);
export const real6 = (lines: string, head = 'fe80::2 80'): string =>
  virtual(`real_server ${head} {\n${lines}\n}`, 'fe80::1 80', BALANCED);
export const checker = (name: string, lines: string): string => real(`${name} {\n${lines}\n}`);
export const http = (lines: string): string => checker('HTTP_GET', `url {\npath /\n${lines}\n}`);
export const group = (entries: string, name = 'G'): string => `virtual_server_group ${name} {\n${entries}\n}\n`;
export const forward = (method: string, port = 80, head = '10.0.0.1 80', before = ''): string =>
  `${before}virtual_server ${head} {\n${head.startsWith('fwmark') ? '' : 'protocol TCP\n'}lb_algo rr\nlb_kind ${method}\nreal_server 10.0.0.2 ${port} {\n}\n}\n`;
export const bfd = (name: string, lines: string): string => `bfd_instance ${name} {\n${lines}\n}\n`;
