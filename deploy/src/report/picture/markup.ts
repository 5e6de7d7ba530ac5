/** XML as text: pictures, and what machines read. */
import { printable } from '../../../../server/src/index.ts';

/** Of elements: what is no markup is text, and is escaped on its way in. */
export interface Markup {
  readonly markup: string;
}

export type Child = Markup | string;

export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly Child[]
): Markup {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`);
  const inner = children.map((child) => (typeof child === 'string' ? escapeXml(child) : child.markup)).join('');
  return { markup: `<${name}${list.join('')}${inner === '' ? '/>' : `>${inner}</${name}>`}` };
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 has no way to write most control characters, half surrogates and U+FFFE (section 2.2): they become U+FFFD. */
const escapeXml = (text: string): string =>
  printable(text.replaceAll('\n', ' '))
    .toWellFormed()
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"]/g, (character) => ENTITIES[character]!);
