import { readdir, readFile, readlink, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** A program that has a device open. `self`: this very process. */
export interface PortHolder {
  name: string;
  pid: number;
  self: boolean;
}

/** Services of Linux that open serial ports by themselves to look what is there. */
const nosy = ['ModemManager', 'brltty'] as const;
/** The kernel cuts a process name at fifteen bytes. */
const commLength = 15;

/** What one can learn about why a port would not open. Where the system does not tell, nothing is known. */
export interface PortNeighbours {
  /** Programs that have it open, as far as this user may see; those of other users are hidden. */
  holders: PortHolder[];
  /** Nosy services that run on this machine, whether or not they hold it. */
  services: string[];
  /** Group that may open it, and the user we are. */
  group: string | null;
  user: string | null;
}

const nothing = async <T>(asked: Promise<T>, otherwise: T): Promise<T> => asked.catch(() => otherwise);

async function nameOf(proc: string, pid: string): Promise<string> {
  return (await nothing(readFile(join(proc, pid, 'comm'), 'utf8'), '')).trim();
}

/** What a person calls it: the program as it was started. Node names its process `MainThread`. */
async function programOf(proc: string, pid: string): Promise<string> {
  const [started = ''] = (await nothing(readFile(join(proc, pid, 'cmdline'), 'utf8'), '')).split('\0');
  return basename(started);
}

async function holds(proc: string, pid: string, device: string): Promise<boolean> {
  const directory = join(proc, pid, 'fd');
  for (const fd of await nothing(readdir(directory), [])) {
    if ((await nothing(readlink(join(directory, fd)), '')) === device) return true;
  }
  return false;
}

/** The first field of the line whose third is `id`, in a file such as /etc/group. */
const named = (file: string, id: number): string | null =>
  file
    .split('\n')
    .map((line) => line.split(':'))
    .find((fields) => fields[2] === String(id))?.[0] ?? null;

/**
 * Looks who is around a serial port, for a message that names the fix. Linux only (proc(5)); elsewhere and where
 * nothing may be read, the answer is empty. Never rejects.
 */
export async function portNeighbours(
  path: string,
  { proc = '/proc', etc = '/etc', pid = process.pid, uid = process.getuid?.() } = {},
): Promise<PortNeighbours> {
  const device = await nothing(realpath(path), path);
  const pids = (await nothing(readdir(proc), [])).filter((entry) => /^\d+$/.test(entry));
  const found: PortNeighbours = { holders: [], services: [], group: null, user: null };
  for (const each of pids) {
    const name = await nameOf(proc, each);
    const service = nosy.find((service) => service.slice(0, commLength) === name);
    if (service !== undefined && !found.services.includes(service)) found.services.push(service);
    if (await holds(proc, each, device)) {
      const program = (await programOf(proc, each)) || name || 'a program';
      found.holders.push({ name: program, pid: Number(each), self: Number(each) === pid });
    }
  }
  const gid = (await nothing(stat(device), null))?.gid;
  if (gid !== undefined) found.group = named(await nothing(readFile(join(etc, 'group'), 'utf8'), ''), gid);
  if (uid !== undefined) found.user = named(await nothing(readFile(join(etc, 'passwd'), 'utf8'), ''), uid);
  return found;
}
