import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A real OpenID Connect server in a process of its own, which may be stopped and started again at the same address. */
export class OidcServer {
  private constructor(
    private child: ChildProcess,
    readonly issuer: string,
    private readonly consoleUrl: string | undefined,
  ) {}

  /** With a console, people can sign in to it as the client `console`; whoever does is 张三. */
  static async start(consoleUrl?: string): Promise<OidcServer> {
    const child = forked('0', consoleUrl);
    const [{ issuer }] = (await once(child, 'message')) as [{ issuer: string }];
    return new OidcServer(child, issuer, consoleUrl);
  }

  /** From now on it has other keys than before, and none of those. */
  async rotate(): Promise<void> {
    this.child.send('rotate');
    await once(this.child, 'message');
  }

  async stop(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.kill();
    await gone;
  }

  async startAgain(): Promise<void> {
    this.child = forked(new URL(this.issuer).port, this.consoleUrl);
    await once(this.child, 'message');
  }

  /** By client credentials, as a machine gets one. */
  async token(alg: string, { audience = 'shangrao-ledger', seconds = 300 } = {}): Promise<string> {
    const answer = await fetch(`${this.issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('finance-system:a-secret-of-the-finance-system')}` },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        scope: 'post',
        resource: `urn:${alg}:${audience}:${seconds}`,
      }),
    });
    return ((await answer.json()) as { access_token: string }).access_token;
  }
}

function forked(port: string, consoleUrl?: string): ChildProcess {
  const args = [port, ...(consoleUrl === undefined ? [] : [consoleUrl])];
  return fork(join(__dirname, 'oidc-provider.mjs'), args, { execArgv: [], silent: true });
}
