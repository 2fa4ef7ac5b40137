import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/** The arguments of a running process, the program first; undefined when there is no such process. */
export function commandLine(pid: number): string[] | undefined {
  try {
    if (process.platform === 'linux') {
      // A process that has ended but was not yet waited for has an empty command line: it is as good as gone.
      const text = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return text === '' ? undefined : text.replace(/\0+$/, '').split('\0');
    }
    return execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .split(' ');
  } catch {
    return undefined;
  }
}

/** Whether the process `pid` was started with this very argument, a path that only our own server would be given. */
export function isOurs(argumentsOfPid: string[] | undefined, marker: string): boolean {
  if (argumentsOfPid === undefined) return false;
  // Where only `ps` can be asked, arguments cannot be told apart, and a path with blanks stands in pieces.
  return argumentsOfPid.includes(marker) || ` ${argumentsOfPid.join(' ')} `.includes(` ${marker} `);
}

/**
 * The memory of a process and its children in MiB. On Linux it is the proportional share (PSS), because the processes of a
 * Postgres share most of their pages and adding up what each sees would count those pages many times.
 */
export function memoryMiB(pid: number): number {
  const processes = process.platform === 'linux' ? linuxProcesses() : psProcesses();
  const kib = processes
    .filter((each) => each.pid === pid || each.parent === pid)
    .reduce((sum, each) => sum + each.memoryKib(), 0);
  return Math.round(kib / 1024);
}

interface ProcessRow {
  pid: number;
  parent: number;
  memoryKib: () => number;
}

function linuxProcesses(): ProcessRow[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({
      pid: Number(name),
      parent: numberAfter(`/proc/${name}/status`, 'PPid:'),
      memoryKib: () =>
        numberAfter(`/proc/${name}/smaps_rollup`, 'Pss:') || numberAfter(`/proc/${name}/status`, 'VmRSS:'),
    }));
}

function psProcesses(): ProcessRow[] {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' }).trim().split('\n');
  return rows.map((row) => {
    const [pid = 0, parent = 0, rss = 0] = row.trim().split(/\s+/).map(Number);
    return { pid, parent, memoryKib: () => rss };
  });
}

/** The number behind a label in one of the kernel's files; 0 when the process has gone or may not be looked into. */
function numberAfter(file: string, label: string): number {
  try {
    const line = readFileSync(file, 'utf8')
      .split('\n')
      .find((each) => each.startsWith(label));
    return line === undefined ? 0 : Number.parseInt(line.slice(label.length), 10);
  } catch {
    return 0;
  }
}
