/** Elements, and how to make those on the page like new ones without losing the focus or the place. */

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
export type Child = Node | string | false | undefined;

/** Text only ever becomes a text node. An attribute that is undefined or false is left out; true is an empty one. */
export function h(tag: string, attributes: Attributes, ...children: readonly Child[]): HTMLElement {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  for (const child of children) if (child !== undefined && child !== false) element.append(child);
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

/** A picture of 16 by 16 in the colour of the text around it; it says nothing that words do not say as well. */
export function picture(path: string, name?: string): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  setAttributes(svg, { class: name, viewBox: '0 0 16 16', 'aria-hidden': 'true' });
  const line = document.createElementNS(SVG, 'path');
  setAttributes(line, { d: path });
  svg.append(line);
  return svg;
}

function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
}

/** Where the keyboard is in a table is kept on the page alone. */
const OWN = 'tabindex';

/** Makes `old` like `next`, touching only what differs: what has the focus keeps it, what did not change is not read again. */
export function patch(old: Element, next: Element): void {
  for (const { name } of [...old.attributes]) {
    if (!next.hasAttribute(name) && name !== OWN) old.removeAttribute(name);
  }
  for (const { name, value } of [...next.attributes]) {
    if (name !== OWN && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  const children = [...next.childNodes];
  for (const [index, child] of children.entries()) {
    const there = old.childNodes[index];
    if (!there) old.append(child);
    else if (there.nodeName !== child.nodeName) there.replaceWith(child);
    else if (there instanceof Element && child instanceof Element) patch(there, child);
    else if (there.nodeValue !== child.nodeValue) there.nodeValue = child.nodeValue;
  }
  while (old.childNodes.length > children.length) old.lastChild?.remove();
}
