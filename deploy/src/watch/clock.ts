/** Milliseconds since 1970, in steps of this machine's clock that never go back. */
export const now = (): number => Math.round(performance.timeOrigin + performance.now());
