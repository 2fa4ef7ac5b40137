/** What a service says of its readiness. */
export async function readiness(url: string): Promise<{ ready: boolean; parts: Record<string, string> }> {
  return (await (await fetch(`${url}/health/ready`)).json()) as { ready: boolean; parts: Record<string, string> };
}
