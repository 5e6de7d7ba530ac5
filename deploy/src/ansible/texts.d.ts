/** The tasks are bundled as text: they are what is written out. */
declare module '*.yml' {
  const text: string;
  export default text;
}
