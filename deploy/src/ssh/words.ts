/**
 * A text as one word for a POSIX shell, whatever is in it (POSIX.1-2024, Shell Command Language 2.2.2): between single
 * quotes all characters stand for themselves, and a single quote itself stands between two such stretches. A NUL
 * cannot be in a word at all.
 */
export const shellWord = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The only way in which a command for a host is made: the login shell there reads these words, and nothing else. */
export const remoteCommand = (words: readonly string[]): string => words.map(shellWord).join(' ');
