interface Page {
  url: string;
  status: number;
  text: string;
  headers: Headers;
}

/** As much of a browser as signing in needs: it keeps cookies by host, goes where it is sent, and remembers everything that it was given. */
export class Browser {
  readonly cookies = new Map<string, string>();
  /** Every Set-Cookie, header and body, as one text. */
  received = '';
  readonly visited: string[] = [];

  /** What a browser does when somebody follows a link or opens an address. */
  open(address: string): Promise<Page> {
    return this.goTo(address, () => false);
  }

  /** The same up to the first address that is looked for, which is not asked for yet. */
  async goTo(address: string, isLookedFor: (url: string) => boolean): Promise<Page> {
    let url = address;
    let page: Page = { url, status: 0, text: '', headers: new Headers() };
    for (let step = 0; step < 10 && !isLookedFor(url); step += 1) {
      page = { url, ...(await this.ask(url, { headers: { accept: 'text/html', 'sec-fetch-site': 'none' } })) };
      const location = page.headers.get('location');
      if (location === null) return page;
      url = new URL(location, url).href;
    }
    return { ...page, url };
  }

  /** One request with the cookies of its host, and without going anywhere. */
  async ask(url: string, options: RequestInit = {}): Promise<{ status: number; text: string; headers: Headers }> {
    this.visited.push(url);
    const { host } = new URL(url);
    const own = [...this.cookies].filter(([key]) => key.startsWith(`${host} `));
    const cookie = own.map(([key, value]) => `${key.slice(host.length + 1)}=${value}`).join('; ');
    const headers = new Headers(options.headers);
    // Kept connections would lead to a console that was stopped at the same address.
    headers.set('connection', 'close');
    if (cookie !== '') headers.set('cookie', cookie);
    const response = await fetch(url, { redirect: 'manual', ...options, headers });
    for (const line of response.headers.getSetCookie()) this.keep(host, line);
    const text = await response.text();
    this.received += `${[...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n')}\n${text}\n`;
    return { status: response.status, text, headers: response.headers };
  }

  /** A call as the console's own pages make it. */
  call(
    url: string,
    { method = 'GET', body }: { method?: string; body?: unknown } = {},
    headers: Record<string, string> = {},
  ) {
    const changes: Record<string, string> =
      method === 'GET' ? {} : { 'ledger-console': '1', origin: new URL(url).origin };
    const typed: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    return this.ask(url, {
      method,
      headers: { 'sec-fetch-site': 'same-origin', ...changes, ...typed, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  private keep(host: string, line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const at = pair.indexOf('=');
    const key = `${host} ${pair.slice(0, at)}`;
    if (attributes.includes('Max-Age=0') || attributes.some((one) => /^expires=Thu, 01 Jan 1970/i.test(one)))
      this.cookies.delete(key);
    else this.cookies.set(key, pair.slice(at + 1));
  }
}
