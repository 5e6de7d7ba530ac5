import { catalogue } from '../../model/catalogue.ts';

/** What is said of a virtual server, its real servers and its sorry server. */
export const SERVER_CODES = catalogue('keepalived', {
  'virtual-server-incomplete': ['error', '`virtual_server group` or `virtual_server fwmark` without a word: a crash.'],
  'virtual-server-empty': ['error', 'A virtual server has no real server that is kept: it is dropped.'],
  'server-family': ['error', 'A server has another address family than its virtual server, or none: it is dropped.'],
  'sorry-server-order': ['error', 'A sorry_server option stands before its sorry_server, or without one.'],
  'real-server-duplicate': ['error', 'A virtual server has the same real server twice: the second one is removed.'],
  'sorry-server-inhibit': ['warning', 'The sorry server is a real server with another inhibit setting.'],
});
