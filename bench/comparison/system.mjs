// What processes and the machine have used, as /proc tells it.

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK']));

// The fields of /proc/PID/stat behind the name, from the third on; nothing when the process is gone.
function fieldsOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

// The processes and all that they have started.
function familyOf(pids) {
  const children = new Map();
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) && fieldsOf(name)?.[1];
    if (parent) children.set(Number(parent), [...(children.get(Number(parent)) ?? []), Number(name)]);
  }
  const family = [...pids];
  for (const pid of family) family.push(...(children.get(pid) ?? [])); // grows while it is walked
  return family;
}

function usedBy(pid) {
  const [user, system, childrenUser, childrenSystem] = (fieldsOf(pid) ?? []).slice(11, 15).map(Number);
  return { own: ((user ?? 0) + (system ?? 0)) / TICKS_PER_SECOND, ended: ((childrenUser ?? 0) + (childrenSystem ?? 0)) / TICKS_PER_SECOND };
}

// Seconds of CPU, user and system, of the processes, all that they have started, and what of that has ended.
export function cpuOf(pids) {
  return familyOf(pids).map(usedBy).reduce((sum, { own, ended }) => sum + own + ended, 0);
}

// Seconds of CPU of this process and of those it has waited for.
export function cpuOfClient() {
  const { own, ended } = usedBy(process.pid);
  return own + ended;
}

// Seconds of CPU that all processes and interrupts have used.
export function cpuOfMachine() {
  const [user, nice, system, , , irq, softirq] = readFileSync('/proc/stat', 'latin1').split('\n')[0].split(/\s+/).slice(1).map(Number);
  return (user + nice + system + irq + softirq) / TICKS_PER_SECOND;
}

// Seconds that cores of a virtual machine were ready to run and its host did not let them.
export function stolenFromMachine() {
  return Number(readFileSync('/proc/stat', 'latin1').split('\n')[0].split(/\s+/)[8]) / TICKS_PER_SECOND;
}

// Resident memory of the processes and all that they have started, pages they share counted once, in KiB.
export function memoryOf(pids) {
  let sum = 0;
  for (const pid of familyOf(pids)) {
    try {
      sum += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'))[1]);
    } catch {
      // it has ended
    }
  }
  return sum;
}

// One line about the machine, for those who read the figures.
export function machine() {
  const { model, count } = readFileSync('/proc/cpuinfo', 'latin1').split('\n')
    .filter((line) => line.startsWith('model name'))
    .reduce(({ count }, line) => ({ model: line.split(': ')[1], count: count + 1 }), { model: 'unknown CPU', count: 0 });
  const memory = /MemTotal:\s+(\d+)/.exec(readFileSync('/proc/meminfo', 'latin1'))[1];
  const kernel = readFileSync('/proc/sys/kernel/osrelease', 'latin1').trim();
  return `${count} cores (${model}), ${Math.round(memory / 1024 ** 2)} GiB, Linux ${kernel}`;
}
