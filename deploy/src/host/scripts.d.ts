/** Shell scripts are bundled as text: they run on the hosts. */
declare module '*.sh' {
  const text: string;
  export default text;
}
