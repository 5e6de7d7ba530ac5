/** The header of a virtual_server: what it serves (check_data.c, alloc_vs). */
import type { Directive } from '../../model/directive.ts';
import { readEndpoint } from '../../model/endpoint.ts';
import { readInteger } from '../../model/values.ts';
import type { WrongWord } from '../globalDefs.ts';

/** Why keepalived skips a virtual_server whose header it cannot read. */
export function wrongService({ words }: Directive): WrongWord {
  const [keyword, first = keyword, second = first] = words;
  const end = 'keepalived drops the block';
  if (first.text === 'fwmark') {
    const fault = readInteger(second.text, -Infinity, Infinity) === undefined ? 'not-a-number' : 'number-out-of-range';
    const message = `\`virtual_server fwmark\` takes a whole number from 0 to 4294967295, not \`${second.text}\`: ${end}.`;
    return { fault, word: second, message };
  }
  if (readEndpoint(first.text, undefined)) {
    const fault = readInteger(second.text, -Infinity, Infinity) === undefined ? 'not-a-number' : 'number-out-of-range';
    const message = `The port of \`virtual_server\` must be a number from 0 to 65535, not \`${second.text}\`: ${end}.`;
    return { fault, word: second, message };
  }
  const message = `\`virtual_server\` needs an IP address, \`fwmark\` or \`group\`, not \`${first.text}\`: ${end}.`;
  return { fault: 'not-an-address', word: first, message };
}
