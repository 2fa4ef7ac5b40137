/** Whether a host, as an address writes it, is this machine itself, where nobody is between. */
export function isOwnMachine(hostname: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/** What comes over an open network could be anybody's; only on this machine itself is there none. */
export function isSafeAddress({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isOwnMachine(hostname));
}
