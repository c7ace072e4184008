import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** What a process and all below it take. */
export interface TreeUsage {
  readonly cpuMs: number;
  /** Bytes that are resident. */
  readonly memory: number;
  readonly processes: number;
}

/** Looks at the trees below some processes; a tree of which nothing lives is not in the answer. */
export type ReadUsage = (pids: readonly number[]) => Promise<ReadonlyMap<number, TreeUsage>>;

/** Undefined where nobody tells. */
export function usageReader(): ReadUsage | undefined {
  if (process.platform === 'linux') return readFromProc;
  return process.platform === 'win32' ? undefined : readFromPs;
}

/** `sysconf(_SC_CLK_TCK)` is 100 on every Linux that Node runs on. */
const MS_A_TICK = 10;

const readFromProc: ReadUsage = (pids) => {
  const found = new Map<number, TreeUsage>();
  for (const pid of pids) {
    const usage = treeInProc(pid);
    if (usage.processes > 0) found.set(pid, usage);
  }
  return Promise.resolve(found);
};

/** Costs a few files a process of the tree, however many others the machine has. */
function treeInProc(root: number): TreeUsage {
  let cpuMs = 0;
  let memory = 0;
  let processes = 0;
  const open = [root];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    const stat = readText(`/proc/${pid}/stat`);
    if (stat === undefined) continue;
    // The name may hold blanks and parentheses: fields are counted after the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // utime, stime, and those of children that were waited for.
    for (const field of [11, 12, 13, 14]) cpuMs += Number(fields[field] ?? 0) * MS_A_TICK;
    memory += residentBytes(pid);
    processes++;
    open.push(...childrenInProc(pid));
  }
  return { cpuMs, memory, processes };
}

function residentBytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readText(`/proc/${pid}/status`) ?? '')?.[1];
  return Number(kilobytes ?? 0) * 1024;
}

/** Any thread may have started a process. */
function childrenInProc(pid: number): number[] {
  let threads: string[];
  try {
    threads = readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
  return threads.flatMap((thread) =>
    (readText(`/proc/${pid}/task/${thread}/children`) ?? '')
      .split(' ')
      .filter((text) => text !== '')
      .map(Number),
  );
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}

const readFromPs: ReadUsage = async (pids) => treesInPs(await ps(), pids);

/** The rows of `ps -A -o pid=,ppid=,rss=,time=`, added up. Processes that have ended count for nothing here. */
export function treesInPs(text: string, pids: readonly number[]): ReadonlyMap<number, TreeUsage> {
  const rows = new Map<number, { readonly memory: number; readonly cpuMs: number }>();
  const childrenOf = new Map<number, number[]>();
  for (const line of text.split('\n')) {
    const [pid, parent, kilobytes, time] = line.trim().split(/\s+/);
    if (pid === undefined || parent === undefined || kilobytes === undefined || time === undefined) continue;
    rows.set(Number(pid), { memory: Number(kilobytes) * 1024, cpuMs: readTime(time) });
    childrenOf.set(Number(parent), [...(childrenOf.get(Number(parent)) ?? []), Number(pid)]);
  }
  const found = new Map<number, TreeUsage>();
  for (const root of pids) {
    const tree = [root].filter((pid) => rows.has(pid));
    for (const pid of tree) tree.push(...(childrenOf.get(pid) ?? []));
    if (tree.length === 0) continue;
    const sum = (of: 'memory' | 'cpuMs') => tree.reduce((total, pid) => total + (rows.get(pid)?.[of] ?? 0), 0);
    found.set(root, { cpuMs: sum('cpuMs'), memory: sum('memory'), processes: tree.length });
  }
  return found;
}

/** `[[days-]hours:]minutes:seconds[.hundredths]` in milliseconds. */
function readTime(text: string): number {
  const [clock = '', days] = text.split('-').reverse();
  const seconds = clock.split(':').reduce((total, part) => total * 60 + Number(part), 0);
  return Math.round((seconds + Number(days ?? 0) * 86_400) * 1_000);
}

function ps(): Promise<string> {
  const options = { timeout: 10_000, maxBuffer: 16 * 1024 * 1024, env: { ...process.env, LC_ALL: 'C' } };
  return new Promise((resolve) => {
    execFile('ps', ['-A', '-o', 'pid=,ppid=,rss=,time='], options, (error, stdout) => resolve(error ? '' : stdout));
  });
}
