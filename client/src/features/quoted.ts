/** Characters of what others say. */
const LONGEST_QUOTE = 300;

/** What a host or a file says. The editor would make links of brackets, and links can run commands. */
export function quoted(text: string): string {
  const plain = text.replaceAll('[', '(').replaceAll(']', ')');
  return plain.length > LONGEST_QUOTE ? `${plain.slice(0, LONGEST_QUOTE - 1)}…` : plain;
}
