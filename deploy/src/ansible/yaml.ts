/** YAML that Ansible reads as it is meant: by the rules of YAML 1.1, and with templates in no text but our own. */
import { Document, Scalar, type ScalarTag } from 'yaml';

/**
 * A text that is no template, whatever is in it (Ansible's documentation, "Unsafe or raw strings"). Escaped is what a
 * reader of YAML 1.1 takes for the end of a line, or refuses.
 */
const UNSAFE: ScalarTag = {
  tag: '!unsafe',
  resolve: (text) => text,
  stringify: ({ value }) =>
    JSON.stringify(value).replace(
      /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
};

/** A text of the user's: marked where Ansible or YAML might find more in it than text. */
export function literal(text: string): string | Scalar<string> {
  if (/^[\x20-\x7e]*$/.test(text) && !/\{[{%#]/.test(text)) return text;
  const scalar = new Scalar(text);
  scalar.tag = UNSAFE.tag;
  return scalar;
}

export const toYaml = (value: object): string =>
  new Document(value, { compat: 'yaml-1.1', customTags: [UNSAFE], aliasDuplicateObjects: false }).toString({
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'PLAIN',
    lineWidth: 0,
  });
