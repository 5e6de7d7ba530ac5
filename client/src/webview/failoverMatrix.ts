/** The page of the failover matrix: shows what the extension says, and tells it what is asked for. */
import type { FailoverView, FromPage, Memory, ToPage } from '../features/failoverMessages.ts';
import { h, patch } from './dom.ts';
import { keepInPlace, keepOneStop, onArrow, onFocus, onReturn } from './keyboard.ts';
import { matrix } from './matrix.ts';
import { followAddresses } from './motion.ts';
import { stage } from './stage.ts';
import { history, outcome } from './told.ts';

declare function acquireVsCodeApi(): { postMessage(message: FromPage): void; setState(state: Memory): void };

const vscode = acquireVsCodeApi();
const page = document.body.appendChild(h('main', {}));
let view: FailoverView | undefined;
let isUnfolded = false;

function show(next: FailoverView): void {
  view = next;
  vscode.setState(next.memory);
  const focused = document.activeElement;
  const stay = keepInPlace(focused);
  const settle = followAddresses(page);
  patch(page, render(next));
  stay();
  settle();
  keepOneStop(page);
  explain({ target: page.querySelector('.cell:hover') ?? document.activeElement });
  // What was removed had the focus: what stands there now, or else the first control, takes it.
  if (focused !== document.body && !focused?.isConnected) page.querySelector<HTMLElement>('button:enabled')?.focus();
}

const render = ({ heading, about, problem, scene }: FailoverView): HTMLElement =>
  h(
    'main',
    {},
    h('header', {}, h('h1', {}, heading), h('p', { hidden: about === '' }, about)),
    h('p', { class: 'problem', role: 'status', hidden: problem === undefined }, problem),
    ...(scene ? [stage(scene), history(scene.history), outcome(scene.outcome), matrix(scene.table, isUnfolded)] : []),
  );

function onClick({ target, detail }: MouseEvent): void {
  const button = target instanceof Element ? target.closest('button') : null;
  if (!button) return;
  const { play, open } = button.dataset;
  if (play !== undefined) vscode.postMessage({ type: 'play', events: JSON.parse(play) });
  // Who points at a row looks for what it does; who types stays where he is.
  if (button.matches('.play') && detail > 0) page.querySelector('.stage')?.scrollIntoView({ block: 'nearest' });
  if (open !== undefined) vscode.postMessage({ type: 'open', outcome: JSON.parse(open) });
  if (button.matches('.unfold') && view) {
    isUnfolded = !isUnfolded;
    show(view);
  }
}

/** Takes the last event back. */
function onEscape({ key }: KeyboardEvent): void {
  const last = view?.scene?.history.events.at(-1);
  if (key === 'Escape' && last) vscode.postMessage({ type: 'play', events: last.play });
}

/** Below the table stands why, of the cell that is looked at. */
function explain({ target }: Pick<Event, 'target'>): void {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-explain]') : null;
  const place = page.querySelector('.explain');
  if (place) place.textContent = cell?.dataset.explain ?? view?.scene?.table.hint ?? '';
}

page.addEventListener('click', onClick);
page.addEventListener('keydown', onArrow);
page.addEventListener('focusin', onFocus);
page.addEventListener('focusin', explain);
page.addEventListener('mouseover', explain);
addEventListener('focus', onReturn);
addEventListener('keydown', onEscape);
addEventListener('message', ({ data }: MessageEvent<ToPage>) => show(data.view));
vscode.postMessage({ type: 'ready' });
