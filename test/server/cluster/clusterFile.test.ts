import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ClusterFile, missingConfigs, readClusterFile } from '../../../server/src/cluster/clusterFile.ts';
import { sourceOf } from '../../../server/src/syntax/tree.ts';
import { underlined } from './support.ts';

const read = (text: string): ClusterFile => readClusterFile('/ws/site/keepalived-ha.json', text);
const complaints = ({ findings }: ClusterFile): string[] =>
  findings.map((finding) => `${underlined(finding)}: ${finding.message}`);

describe('readClusterFile', () => {
  test('reads nodes with comments and trailing commas', () => {
    const file = read(`{
      // the pair
      "nodes": {
        "ngx1.example.org": { "config": "../ngx1/keepalived.conf", "host": "root@10.0.0.1", },
        "ngx2": { "config": "/etc/keepalived.conf", "configId": "two" },
      },
    }`);
    expect(file.findings).toEqual([]);
    expect(file.nodes.map(({ place, ...node }) => node)).toEqual([
      { name: 'ngx1.example.org', config: '/ws/ngx1/keepalived.conf', configId: 'ngx1', host: 'root@10.0.0.1' },
      { name: 'ngx2', config: '/etc/keepalived.conf', configId: 'two' },
    ]);
  });

  test('keeps the scheme of a URI', () => {
    const file = readClusterFile('file:///ws/keepalived-ha.json', '{ "nodes": { "a": { "config": "a.conf" } } }');
    expect(file.nodes[0]!.config).toBe('file:///ws/a.conf');
  });

  test.each([
    ['2.2.7', '2.2.7'],
    ['2.3', '2.3.0'],
    ['latest', undefined],
  ])('keepalivedVersion %s is %s', (written, version) => {
    expect(read(`{ "nodes": {}, "keepalivedVersion": "${written}" }`).keepalivedVersion).toBe(version);
  });

  test.each([
    ['{ "nodes": { "a": { "config": "x" } ', '', 'This is no valid JSON: close brace expected.'],
    ['{ "nodes": [] }', '[]', 'Name the nodes: "nodes": { "NAME": { "config": "PATH" } }.'],
    ['[1]', '[', 'Name the nodes: "nodes": { "NAME": { "config": "PATH" } }.'],
    ['{ "nodes": { "a": { "host": "x" } } }', '"a"', 'a has no configuration: give its path as "config".'],
    [
      '{ "nodes": { "a": { "config": "x", "configId": "i" }, "b": { "config": "./x", "configId": "i" } } }',
      '"./x"',
      'b and a have the same configuration and the same configId.',
    ],
  ])('%s', (text, at, message) => {
    expect(complaints(read(text))).toEqual([`${at}: ${message}`]);
  });

  test('says which configurations are not there', () => {
    const file = read('{ "nodes": { "a": { "config": "a.conf" }, "b": { "config": "b.conf" } } }');
    const findings = missingConfigs(file, new Set(['/ws/site/a.conf']));
    expect(findings.map(underlined)).toEqual(['"b.conf"']);
    expect(findings[0]!.message).toContain('so b is left out');
  });

  test('any text has an answer, and its tree gives the text back', () => {
    const nested = '['.repeat(200_000);
    expect(read(nested).nodes).toEqual([]);
    expect(read(`\uFEFF{ "nodes": { "a": { "config": "x" } } }`)).toMatchObject({
      nodes: [{ name: 'a' }],
      findings: [],
    });
    const pieces = fc.constantFrom('{', '}', '"nodes"', ':', '"config"', ',', '[', ']', '\0', '"', '//', '\n', '1');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((list) => list.join('')),
        ),
        (text) => {
          const file = read(text);
          expect(sourceOf(file.tree)).toBe(text);
          for (const { place } of [...file.findings, ...file.nodes]) {
            expect(place.start).toBeLessThanOrEqual(place.end);
            expect(place.end).toBeLessThanOrEqual(text.length);
          }
        },
      ),
    );
  });
});
