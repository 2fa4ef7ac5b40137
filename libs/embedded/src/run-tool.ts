import { spawn } from 'node:child_process';

interface ToolOptions {
  env?: NodeJS.ProcessEnv;
  user?: { uid: number; gid: number };
  stdin?: string;
}

interface ToolResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a program that ends by itself and collects what it says. Rejects only when it cannot be run at all. */
export function runTool(command: string, args: string[], options: ToolOptions = {}): Promise<ToolResult> {
  return new Promise((resolve, reject) => {
    // Its folder is the root because ours may be one that the tool's user cannot enter.
    const child = spawn(command, args, { cwd: '/', env: options.env ?? process.env, ...options.user });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
    // A tool that ends before it has read everything is judged by its exit code.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.stdin ?? '');
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code: code ?? 1, stdout, stderr });
    });
  });
}
