/** The table is one stop of the Tab key; inside it the arrow keys go from cell to cell. */

const isCell = (target: EventTarget | null): target is HTMLButtonElement =>
  target instanceof HTMLButtonElement && target.closest('[role=grid]') !== null;

const rowsOf = (grid: Element): HTMLButtonElement[][] =>
  [...grid.querySelectorAll('tbody:not([hidden]) tr')].map((row) => [...row.querySelectorAll('button')]);

/** Gives the Tab key its one stop, where there is none yet or it is gone. */
export function keepOneStop(page: Element): void {
  const grid = page.querySelector('[role=grid]');
  if (!grid || grid.querySelector('tbody:not([hidden]) [tabindex="0"]')) return;
  const [first] = rowsOf(grid).flat();
  if (first) makeStop(grid, first);
}

function makeStop(grid: Element, cell: HTMLButtonElement): void {
  for (const other of grid.querySelectorAll('[tabindex="0"]')) other.setAttribute('tabindex', '-1');
  cell.setAttribute('tabindex', '0');
}

let latest: HTMLElement | undefined;

/** The editor takes the focus away from the page's elements when it takes it for itself; this gives it back. */
export function onReturn(): void {
  if (document.activeElement === document.body) latest?.focus({ preventScroll: true });
}

export function onFocus({ target }: Event): void {
  if (target instanceof HTMLElement) latest = target;
  const grid = isCell(target) && target.closest('[role=grid]');
  if (grid) makeStop(grid, target);
}

/** What the keyboard is at does not move away when something above it grows; call what it gives back when it has. */
export function keepInPlace(focused: Element | null): () => void {
  if (!focused?.matches('button:focus-visible')) return () => {};
  const { top } = focused.getBoundingClientRect();
  return () => scrollBy({ top: focused.getBoundingClientRect().top - top, behavior: 'instant' });
}

export function onArrow(event: KeyboardEvent): void {
  const { target, key, ctrlKey } = event;
  const grid = isCell(target) && target.closest('[role=grid]');
  if (!grid) return;
  const rows = rowsOf(grid);
  const at = rows.findIndex((row) => row.includes(target));
  const column = rows[at]?.indexOf(target) ?? 0;
  const cellAt = (row: number, wanted: number): HTMLButtonElement | undefined => {
    const cells = rows[Math.max(0, Math.min(row, rows.length - 1))] ?? [];
    return cells[Math.max(0, Math.min(wanted, cells.length - 1))];
  };
  const steps: Readonly<Record<string, () => HTMLButtonElement | undefined>> = {
    ArrowUp: () => cellAt(at - 1, column),
    ArrowDown: () => cellAt(at + 1, column),
    ArrowLeft: () => cellAt(at, column - 1),
    ArrowRight: () => cellAt(at, column + 1),
    Home: () => cellAt(ctrlKey ? 0 : at, 0),
    End: () => cellAt(ctrlKey ? rows.length : at, Number.POSITIVE_INFINITY),
  };
  const next = steps[key]?.();
  if (!next) return;
  event.preventDefault();
  next.focus();
}
