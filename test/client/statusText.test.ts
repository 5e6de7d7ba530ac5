import { expect, test } from 'vitest';
import { statusText } from '../../client/src/features/statusText.ts';
import { english } from './english.ts';

const clean = { error: 0, warning: 0, information: 0, hint: 0 };
const file = { uri: 'file:///ngx1/keepalived.conf', node: 'ngx1', findings: clean };
const ngx2 = { name: 'ngx2', uri: 'file:///ngx2/keepalived.conf' };

test('a pair without findings', () => {
  const status = statusText({ ...file, peers: [ngx2], reason: 'both serve 192.168.10.111' }, english);
  expect(status).toEqual({
    text: '⇄ ngx2 $(check)',
    tooltip: 'ngx1 is paired with ngx2: both serve 192.168.10.111\nErrors: 0, warnings: 0, information: 0, hints: 0',
  });
});

test('errors and warnings are counted in the bar, the rest in the tooltip only', () => {
  const findings = { error: 2, warning: 1, information: 4, hint: 3 };
  const { text, tooltip } = statusText({ ...file, peers: [ngx2], findings }, english);
  expect(text).toBe('⇄ ngx2 $(error) 2 $(warning) 1');
  expect(tooltip).toBe('ngx1 is paired with ngx2\nErrors: 2, warnings: 1, information: 4, hints: 3');
});

test('three nodes', () => {
  const ngx3 = { name: 'ngx3', uri: 'file:///ngx3/keepalived.conf' };
  expect(statusText({ ...file, peers: [ngx2, ngx3] }, english).text).toBe('⇄ ngx2, ngx3 $(check)');
});

test('a lone file says so, as nothing to worry about', () => {
  const { text, tooltip } = statusText({ ...file, peers: [] }, english);
  expect(text).toBe('no peer $(check)');
  expect(tooltip).toMatch(/^ngx1 has no peer in this workspace\n/);
});
