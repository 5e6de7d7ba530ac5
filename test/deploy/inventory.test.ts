import { describe, expect, test } from 'vitest';
import { readInventory } from '../../deploy/src/inventory.ts';
import { isDestination } from '../../deploy/src/ssh/destination.ts';

const node = { config: 'ngx1/keepalived.conf', host: 'root@192.168.10.11' };
const read = (document: unknown) => readInventory('/ws/keepalived-ha.json', JSON.stringify(document));
/** What is wrong with a document. */
function problems(document: unknown): readonly string[] {
  const reading = read(document);
  return 'problems' in reading ? reading.problems : [];
}

describe('the inventory', () => {
  test('has paths from the file on, and keepalived among its services', () => {
    const reading = read({
      nodes: {
        ngx1: {
          ...node,
          become: 'sudo',
          files: [{ source: '../a/index.html', target: '/srv/index.html', mode: '0755' }],
        },
      },
      services: ['nginx'],
      checks: [{ url: 'http://[fd00:10::111]:8080/x', answers: { ngx1: 'web1' } }],
    });
    expect(reading).toEqual({
      inventory: {
        file: '/ws/keepalived-ha.json',
        nodes: [
          {
            name: 'ngx1',
            host: 'root@192.168.10.11',
            become: 'sudo',
            config: '/ws/ngx1/keepalived.conf',
            configId: 'ngx1',
            target: '/etc/keepalived/keepalived.conf',
            files: [{ source: '/a/index.html', target: '/srv/index.html', mode: '0755' }],
          },
        ],
        packages: [],
        services: ['nginx', 'keepalived'],
        checks: [{ url: 'http://[fd00:10::111]:8080/x', address: 'fd00:10::111', answers: { ngx1: 'web1' } }],
      },
    });
  });

  test.each([
    ['no host', { nodes: { ngx1: { config: 'a' } } }, 'nodes.ngx1.host'],
    ['an option for a host', { nodes: { ngx1: { ...node, host: '-oProxyCommand=touch x' } } }, 'nodes.ngx1.host'],
    ['an option behind a user', { nodes: { ngx1: { ...node, host: 'root@-oProxyCommand=x' } } }, 'nodes.ngx1.host'],
    ['an option in a URI', { nodes: { ngx1: { ...node, host: 'ssh://-oProxyCommand=x' } } }, 'nodes.ngx1.host'],
    ['blanks in a host', { nodes: { ngx1: { ...node, host: 'a b' } } }, 'nodes.ngx1.host'],
    ['a line break in a host', { nodes: { ngx1: { ...node, host: 'a\nb' } } }, 'nodes.ngx1.host'],
    ['no text for a host', { nodes: { ngx1: { ...node, host: 5 } } }, 'nodes.ngx1.host'],
    ['a node with a blank', { nodes: { 'ngx 1': node } }, 'nodes.ngx 1'],
    ['a node that is an option', { nodes: { '-rf': node } }, 'nodes.-rf'],
    ['another way to become root', { nodes: { ngx1: { ...node, become: 'su' } } }, 'nodes.ngx1.become'],
    ['a relative target', { nodes: { ngx1: { ...node, target: 'etc/x' } } }, 'nodes.ngx1.target'],
    ['a target that climbs', { nodes: { ngx1: { ...node, target: '/etc/../x' } } }, 'nodes.ngx1.target'],
    ['a folder for a target', { nodes: { ngx1: { ...node, target: '/etc/' } } }, 'nodes.ngx1.target'],
    ['a line break in a target', { nodes: { ngx1: { ...node, target: '/etc/a\nb' } } }, 'nodes.ngx1.target'],
    ['a file without a source', { nodes: { ngx1: { ...node, files: [{ target: '/x' }] } } }, 'files[0].source'],
    [
      'a mode that is none',
      { nodes: { ngx1: { ...node, files: [{ source: 'a', target: '/x', mode: '999' }] } } },
      'mode',
    ],
    ['files that are no list', { nodes: { ngx1: { ...node, files: {} } } }, 'nodes.ngx1.files'],
    [
      'one place twice',
      {
        nodes: {
          ngx1: {
            ...node,
            files: [
              { source: 'a', target: '/x' },
              { source: 'b', target: '/x' },
            ],
          },
        },
      },
      '/x is written twice',
    ],
    ['one host twice', { nodes: { a: node, b: { ...node, config: 'b' } } }, 'the host of two nodes'],
    ['a package that is an option', { nodes: { ngx1: node }, packages: ['--yes'] }, 'packages[0]'],
    ['a service with a blank', { nodes: { ngx1: node }, services: ['a b'] }, 'services[0]'],
    ['a check of a name', { nodes: { ngx1: node }, checks: [{ url: 'http://web/', answers: {} }] }, 'checks[0].url'],
    [
      'a check with a password',
      { nodes: { ngx1: node }, checks: [{ url: 'http://a:b@1.2.3.4/', answers: {} }] },
      'checks[0].url',
    ],
    [
      'an answer of nobody',
      { nodes: { ngx1: node }, checks: [{ url: 'http://1.2.3.4/', answers: { x: 'y' } }] },
      'no node x',
    ],
    [
      'an empty answer',
      { nodes: { ngx1: node }, checks: [{ url: 'http://1.2.3.4/', answers: { ngx1: '' } }] },
      'answers.ngx1',
    ],
    ['a release that is none', { nodes: { ngx1: node }, keepalivedVersion: 'new' }, 'no release'],
    ['no nodes', {}, 'Name the nodes'],
    ['a list', [], 'Name the nodes'],
    ['null', null, 'Name the nodes'],
  ])('%s is refused', (_, document, complaint) => {
    expect(problems(document)).toEqual(expect.arrayContaining([expect.stringContaining(complaint)]));
  });

  test('a code that there is not keeps nobody from deploying', () => {
    expect(problems({ nodes: { ngx1: node }, rules: { 'nothing-such': 'off', 'too-long': 'fatal' } })).toEqual([]);
  });

  test.each([
    '',
    '{',
    'null',
    '[1]',
    '\u0000',
    '{"nodes":{"a":null}}',
    '{"nodes":{"a":{"config":"x","files":[null,5]}}}',
  ])('any text gets an answer: %j', (text) =>
    expect(readInventory('/ws/keepalived-ha.json', text)).toHaveProperty('problems'),
  );
});

test.each(['ngx1', 'root@ngx1', 'ssh://root@[fd00::1]:2222', 'a-b.example.org', 'DOMAIN\\user@host'])(
  'ssh reaches %s',
  (host) => expect(isDestination(host)).toBe(true),
);
