import { describe, expect, test } from 'vitest';
import { reportHtml } from '../../client/src/features/reportPage.ts';
import { type Report, reportSvg } from '../../deploy/src/index.ts';
import { english } from './english.ts';

const report: Report = {
  cluster: 'web',
  ok: false,
  rolledBack: false,
  nodes: ['ngx1', 'ngx2'],
  steps: [{ node: 'ngx1', name: 'upload', ok: true, seconds: 0.123, detail: 'a <b> & "c"' }],
  checks: [{ name: 'service active', node: 'ngx2', address: '', ok: false, evidence: '<img src=x onerror=alert(1)>' }],
  drill: [
    {
      node: 'ngx1',
      action: 'stop keepalived',
      address: '192.168.10.111',
      from: 'ngx1',
      to: '',
      gapSeconds: 0.613,
      foretold: [0.6, 0.7],
      ok: false,
      evidence: 'nobody has it',
    },
    {
      node: 'ngx1',
      action: 'start keepalived',
      address: '192.168.10.112',
      from: 'ngx2',
      to: 'ngx2',
      gapSeconds: null,
      foretold: null,
      ok: true,
      evidence: 'it stays',
    },
  ],
  notes: ['a <note>'],
  problem: 'one\ntwo </section>',
  stranded: [{ node: 'ngx2', commands: ['cp "a" b', 'systemctl <reload>'] }],
  timeline: null,
};
const parts = { verdict: 'failed', style: 'https://x/report.css', source: 'https://x', nonce: 'abc', language: 'en' };
const page = (change: Partial<Report> = {}, more: object = {}): string =>
  reportHtml({ ...report, ...change }, { ...parts, ...more }, english);

/** What a browser would show of it, one line for each row and paragraph. */
const shown = (html: string): string[] =>
  html
    .replace(/<head>[\s\S]*<\/head>/, '')
    .replaceAll(/<span class="(well|amiss)"[^>]*>/g, '')
    .split(/<\/(?:tr|p|li|h\d|pre)>/)
    .map((part) =>
      part
        .replaceAll(/<\/t[dh]>/g, '|')
        .replaceAll(/<[^>]*>/g, '')
        .trim(),
    )
    .filter((line) => line !== '');

describe('the page of a report', () => {
  test('tells what failed, and what to do by hand', () => {
    expect(shown(page())).toEqual(
      expect.arrayContaining([
        '✗ failed',
        'ngx1 ⇄ ngx2',
        'On ngx2, as root, by hand:',
        '✗|ngx1: stop keepalived|192.168.10.111|ngx1 → nobody|0.61 s|0.60 – 0.70 s|nobody has it|',
        '✓|ngx1: start keepalived|192.168.10.112|ngx2|–|–|it stays|',
        '✓|ngx1|upload|0.12 s|a &lt;b&gt; &amp; &quot;c&quot;|',
      ]),
    );
  });

  test('has no part for what there is not', () => {
    const html = page({ checks: [], drill: [], notes: [], problem: null, stranded: [] });
    expect([...html.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, heading]) => heading)).toEqual(['Steps']);
  });

  test('what hosts say is text', () => {
    expect(page()).not.toMatch(/<img|<note|<reload|two <\/section>/);
    expect(page()).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  test('runs nothing, and takes styles from us alone', () => {
    const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(page()) ?? [];
    expect(policy).toBe("default-src 'none'; style-src https://x 'nonce-abc'");
    expect(page()).not.toContain('<script');
  });

  test('a picture wears the colours of the editor, by the nonce of the page', () => {
    const timeline = { began: 0, ended: 1000, addresses: ['192.168.10.111'], owners: [], probes: [], events: [] };
    const picture = reportSvg([{ ...report, timeline }]);
    const html = page({}, { picture });
    expect(html).toContain('<h2>Time line</h2><div class="timeline"><svg');
    expect(html).toContain('<style nonce="abc">');
    expect(html).toContain(':where(body.vscode-dark,body.vscode-high-contrast:not(.vscode-high-contrast-light)){');
    expect(html).not.toContain('prefers-color-scheme');
  });
});
