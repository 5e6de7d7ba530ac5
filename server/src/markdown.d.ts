/** Markdown files are bundled as text: documentation lives beside the schema it explains. */
declare module '*.md' {
  const text: string;
  export default text;
}
