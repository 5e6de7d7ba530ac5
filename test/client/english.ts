/** What the editor's translation does where there is none. */
export function english(message: string, ...args: (string | number)[]): string {
  return message.replace(/\{(\d)\}/g, (_, index) => String(args[Number(index)]));
}
