/**
 * A message in the user's language, `{0}`, `{1}`, … replaced by `args`. The editor's own translation at run time; what
 * makes text takes it as an argument, so that it can be tried without an editor.
 */
export type Translate = (message: string, ...args: (string | number)[]) => string;
