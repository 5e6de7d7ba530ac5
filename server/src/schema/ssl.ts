/** SSL: the client's side of HTTPS checks (check_ssl.c). */
import { argument, block, PATH, statement, text } from './define.ts';

export const ssl = block(
  'SSL',
  [],
  [
    statement('password', [argument('PASSWORD', text())]),
    statement('ca', [argument('PATH', PATH)]),
    statement('certificate', [argument('PATH', PATH)]),
    statement('key', [argument('PATH', PATH)]),
  ],
);
