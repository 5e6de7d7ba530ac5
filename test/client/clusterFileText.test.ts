import { describe, expect, test } from 'vitest';
import { nodesIn, withHosts } from '../../client/src/features/clusterFileText.ts';
import { readInventory } from '../../deploy/src/inventory.ts';

const text = `{
  // The pair in front of the shop.
  "nodes": {
    "ngx1": { "config": "ngx1/keepalived.conf" },
    "ngx2": { "config": "ngx2/keepalived.conf", "host": "root@192.168.10.12" },
  }
}
`;

describe('the nodes of a cluster file', () => {
  test('in their order, with what is missing, and where', () => {
    expect(nodesIn(text)).toEqual([
      { name: 'ngx1', config: 'ngx1/keepalived.conf', hasHost: false, offset: text.indexOf('"ngx1"') },
      { name: 'ngx2', config: 'ngx2/keepalived.conf', hasHost: true, offset: text.indexOf('"ngx2"') },
    ]);
  });

  test.each(['', '[]', '{', '{ "nodes": [] }', '{ "nodes": { "a": 1 } }', 'nodes'])('none in %j', (odd) => {
    expect(nodesIn(odd)).toEqual([]);
  });

  test('an empty host, or one that is no text, is none', () => {
    const odd = '{ "nodes": { "a": { "config": 1, "host": "" }, "b": { "host": 7 } } }';
    expect(nodesIn(odd).map(({ config, hasHost }) => [config, hasHost])).toEqual([
      ['', false],
      ['', false],
    ]);
  });
});

describe('with destinations', () => {
  const hostsOf = (document: string) => {
    const reading = readInventory('/srv/keepalived-ha.json', document);
    return 'inventory' in reading
      ? reading.inventory.nodes.map(({ host, become }) => [host, become])
      : reading.problems;
  };

  test('they can be deployed, and nothing else has changed', () => {
    const after = withHosts(text, new Map([['ngx1', 'root@192.168.10.11']]));
    expect(hostsOf(after)).toEqual([
      ['root@192.168.10.11', 'none'],
      ['root@192.168.10.12', 'none'],
    ]);
    const withoutBlanks = (document: string): string => document.replaceAll(/\s/g, '');
    expect(withoutBlanks(after).replace(',"host":"root@192.168.10.11"', '')).toBe(withoutBlanks(text));
  });

  test.each([
    ['admin@192.168.10.11', 'sudo'],
    ['ssh://admin@ngx1:2222', 'sudo'],
    ['ssh://root@ngx1:2222', 'none'],
    ['ngx1', 'none'],
  ])('whoever logs in as somebody else than root needs sudo: %s', (host, become) => {
    expect(hostsOf(withHosts(text, new Map([['ngx1', host]])))).toContainEqual([host, become]);
  });

  test('line ends stay as they are', () => {
    const after = withHosts(text.replaceAll('\n', '\r\n'), new Map([['ngx1', 'ngx1']]));
    expect(after.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });
});
