// Results as text: a Markdown table of what was compared by pairs, and lines of all else.

const COLUMNS = [
  ['work', 14], ['peer', 11], ['pairs', 7], ['answers/s', 18], ['ratio', 18], ['CPU µs', 16], ['ratio', 18], ['goal', 14], ['p99 ms', 16], ['ratio', 18],
];

const row = (cells) => `| ${cells.map((cell, i) => String(cell).padEnd(COLUMNS[i][1])).join(' | ')} |`;

export const tableHead = () => [row(COLUMNS.map(([name]) => name)), row(COLUMNS.map(([, width]) => '-'.repeat(width)))].join('\n');

// Three digits that count.
function short(value) {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(value)));
  return digits > 0 ? value.toFixed(digits) : Number(value.toPrecision(3)).toLocaleString('en-US');
}

const both = ({ peer, own }) => `${short(peer)} → ${short(own)}`;
const ratio = ({ ratio: middle, quartiles: [low, high] }) => `${short(middle)} [${short(low)}, ${short(high)}]`;

const verdict = (value, goal) => (goal ? `${short(goal)}: ${value <= goal ? 'met' : 'missed'}` : '');

function describePairs({ work, peer, connections, pairs, thrownAway, rate, cpu_us: cpu, p99_ms: p99, goal }) {
  return row([`${work} @${connections}`, peer, thrownAway > 0 ? `${pairs} (-${thrownAway})` : pairs,
    both(rate), ratio(rate), both(cpu), ratio(cpu), verdict(cpu.ratio, goal), both(p99), ratio(p99)]);
}

export function describe(result) {
  const lines = result.lines ? [`${result.work}:`, ...result.lines.map((line) => `  ${line}`)] : [];
  return [...lines, ...(result.peer ? [describePairs(result)] : [])].join('\n');
}
