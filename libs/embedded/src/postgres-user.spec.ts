import { canReach, nearestExisting } from './postgres-user';

const user = { uid: 101, gid: 104 };

function folders(modes: Record<string, { uid: number; gid: number; mode: number }>) {
  return (path: string) => modes[path] ?? { uid: 0, gid: 0, mode: 0o755 };
}

describe('canReach', () => {
  it('passes where everybody may enter', () => {
    expect(canReach('/srv/ledger/data', user, folders({}))).toBe(true);
  });

  it('is stopped by one closed folder on the way', () => {
    const stat = folders({ '/tmp/x': { uid: 0, gid: 0, mode: 0o700 } });
    expect(canReach('/tmp/x/clone/data', user, stat)).toBe(false);
    expect(canReach('/tmp', user, stat)).toBe(true);
  });

  it('judges by the first class that fits', () => {
    expect(canReach('/own', user, folders({ '/own': { uid: 101, gid: 0, mode: 0o700 } }))).toBe(true);
    expect(canReach('/own', user, folders({ '/own': { uid: 101, gid: 0, mode: 0o077 } }))).toBe(false);
    expect(canReach('/group', user, folders({ '/group': { uid: 0, gid: 104, mode: 0o710 } }))).toBe(true);
    expect(canReach('/group', user, folders({ '/group': { uid: 0, gid: 104, mode: 0o701 } }))).toBe(false);
  });

  it('does not need the right to list', () => {
    expect(canReach('/room', user, folders({ '/room': { uid: 0, gid: 0, mode: 0o711 } }))).toBe(true);
  });
});

describe('nearestExisting', () => {
  it('goes up to a folder that is there', () => {
    expect(nearestExisting('/no-such-folder/a/b')).toBe('/');
  });
});
