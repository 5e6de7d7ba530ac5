/** Addresses fly from where they were to where they are. */

const MILLISECONDS = 260;

/** Notes where the addresses are; what it gives back is to be called when the page has changed. */
export function followAddresses(page: Element): () => void {
  const wanted = !document.body.classList.contains('vscode-reduce-motion');
  if (!wanted || matchMedia('(prefers-reduced-motion: reduce)').matches) return () => {};
  const chips = (): HTMLElement[] => [...page.querySelectorAll<HTMLElement>('.chip')];
  const before = new Map(chips().map((chip) => [chip.dataset.address, chip.getBoundingClientRect()]));
  return () => {
    for (const chip of chips()) {
      const from = before.get(chip.dataset.address);
      const to = chip.getBoundingClientRect();
      if (!from || (from.x === to.x && from.y === to.y)) continue;
      const start = { transform: `translate(${from.x - to.x}px, ${from.y - to.y}px)` };
      chip.animate([start, { transform: 'none' }], { duration: MILLISECONDS, easing: 'ease-out' });
    }
  };
}
