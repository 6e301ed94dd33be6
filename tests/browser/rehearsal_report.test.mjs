// The report of a rehearsal, opened from a disk as the file that it is. ONSALE_REPORT_PAGE names the
// page that the program fills in.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { assertAccessible, assertFits, openBrowser } from './support/pages.mjs';
import { fill, reportOf } from './support/rehearsal.mjs';

const PLOTS = ['Places', 'Requests a second', 'Latency', 'Connections', 'Latency by percentile'];

let browser;
let folder;
let page;

before(async () => {
  page = readFileSync(process.env.ONSALE_REPORT_PAGE, 'utf8');
  folder = mkdtempSync(join(tmpdir(), 'onsale-report-'));
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

// Runs `look` on the report as it is shown; nothing may be asked of any network, and no error be told.
async function show(report, options, look) {
  const file = join(folder, 'report.html');
  writeFileSync(file, fill(page, report));
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', ...options });
  context.setDefaultTimeout(30_000);
  const [faults, requests] = [[], []];
  context.on('weberror', (error) => faults.push(error.error().message));
  context.on('console', (message) => faults.push(message.text()));
  context.on('request', (request) => requests.push(request.url()));
  const tab = await context.newPage();
  const address = pathToFileURL(file).href;
  await tab.goto(address);
  await tab.getByRole('heading', { level: 1 }).waitFor();
  await look(tab);
  assert.deepEqual(requests, [address]);
  assert.deepEqual(faults, []);
  await context.close();
}

// How many colours each plot has within its axes: its paper is one, a grid another.
const coloursOf = (tab) => tab.locator('.stage canvas').evaluateAll((canvases) => canvases.map((canvas) => {
  const { data } = canvas.getContext('2d').getImageData(canvas.width / 10, 0, canvas.width * 0.9, canvas.height * 0.8);
  return new Set(new Uint32Array(data.buffer)).size;
}));

// With the tables of the plots.
async function openAll(tab) {
  for (const summary of await tab.locator('summary').all()) await summary.click();
  await tab.locator('details table').nth(PLOTS.length - 1).waitFor();
}

for (const [passed, colorScheme] of [[true, 'light'], [true, 'dark'], [false, 'light'], [false, 'dark']]) {
  test(`axe finds nothing in a report that has ${passed ? 'passed' : 'failed'}, ${colorScheme}`, async () => {
    // A short series, as axe looks at each cell.
    await show(reportOf({ passed, seconds: 0.4 }), { colorScheme }, async (tab) => {
      await openAll(tab);
      await assertAccessible(tab);
    });
  });
}

test('a report fits on 320 pixels', async () => {
  const name = 'Donaudampfschifffahrtsorchester';
  await show(reportOf({ passed: false, name }), { viewport: { width: 320, height: 640 } }, async (tab) => {
    await openAll(tab);
    await assertFits(tab);
  });
});

test('every plot draws its lines', async () => {
  const report = reportOf();
  const empty = { ...report, requests: report.requests.map((kind) => ({ ...kind, percentiles: [[0, 1]], answered: 0 })),
    series: Object.fromEntries(Object.entries(report.series).map(([name, values]) => (
      [name, Array.isArray(values) ? values.map((_, i) => (name.endsWith('_ms') || i < 2 ? null : 0)) : values]))) };
  let bare;
  await show(empty, {}, async (tab) => (bare = await coloursOf(tab)));
  await show(report, {}, async (tab) => {
    const found = await coloursOf(tab);
    assert.equal(found.length, PLOTS.length);
    PLOTS.forEach((plot, i) => assert.ok(found[i] > bare[i], `${plot}: ${found[i]} colours, and ${bare[i]} without its data`));
  });
});

test('the head says how it ended', async () => {
  await show(reportOf(), {}, async (tab) => {
    await tab.getByRole('heading', { name: 'Passed' }).waitFor();
    assert.equal(await tab.title(), 'Rehearsal of Midnight Organ: passed');
    await tab.getByText('The last of 200 places was taken').waitFor();
    await tab.getByText('The generator was not the bottleneck').waitFor();
  });
  await show(reportOf({ passed: false }), {}, async (tab) => {
    await tab.getByRole('heading', { name: 'Failed' }).waitFor();
    await tab.getByText('20,000 people wanted 200 places: 2 oversold, 1 lost.').waitFor();
    await tab.getByText('The generator was part of the bottleneck').waitFor();
    assert.match(await tab.locator('.checks li').first().innerText(), /failed\s+oversold\s+202 of 200 places taken/);
  });
});

test('a name is a name, whatever stands in it', async () => {
  const name = '</script><script>document.title = "taken"</script><!-- <b>Gala</b>';
  await show(reportOf({ name }), {}, async (tab) => {
    await tab.getByText(`Rehearsal of ${name}`, { exact: true }).waitFor();
    assert.equal(await tab.title(), `Rehearsal of ${name}: passed`);
  });
});

test('the pointer reads the values of all plots over time', async () => {
  await show(reportOf(), {}, async (tab) => {
    const stage = tab.locator('.stage').first();
    await stage.scrollIntoViewIfNeeded();
    const { x, y, width, height } = await stage.boundingBox();
    await tab.mouse.move(x + width * 0.8, y + height / 2);
    await tab.locator('.legend b').first().waitFor();
    assert.match(await tab.locator('.legend').first().innerText(), /available\s*0\s*held\s*\d+\s*confirmed\s*\d+\s*\d+(\.\d)?\ss/);
    assert.equal(await tab.locator('.legend .moment').count(), 4, 'each plot over time tells the same moment');
  });
});

test('a part of one plot is looked at in all plots over time, and then all of it again', async () => {
  await show(reportOf(), {}, async (tab) => {
    const stage = tab.locator('.stage').first();
    await stage.scrollIntoViewIfNeeded();
    const { x, y, width, height } = await stage.boundingBox();
    const momentsAt = async (share) => {
      await tab.mouse.move(x + width * share, y + height / 2, { steps: 2 });
      await tab.locator('.legend .moment').first().waitFor();
      return (await tab.locator('.legend .moment').allInnerTexts()).map(parseFloat);
    };
    await tab.mouse.move(x + width * 0.5, y + height / 2);
    await tab.mouse.down();
    await tab.mouse.move(x + width * 0.6, y + height / 2, { steps: 4 });
    await tab.mouse.up();
    const moments = await momentsAt(0.95);
    assert.equal(moments.length, 4);
    for (const moment of moments) assert.ok(moment > 5 && moment < 15, `${moments} within the part`);
    await tab.mouse.dblclick(x + width * 0.95, y + height / 2);
    for (const moment of await momentsAt(0.949)) assert.ok(moment > 20, 'all of it');
  });
});

test('one interval, or none, is a report', async () => {
  for (const seconds of [0.1, 0]) {
    await show(reportOf({ seconds }), {}, async (tab) => {
      assert.equal(await tab.locator('.stage canvas').count(), PLOTS.length);
    });
  }
});

test('paper is light, and nothing is wider than it', async () => {
  await show(reportOf(), { colorScheme: 'dark' }, async (tab) => {
    const paper = () => tab.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await paper();
    await tab.evaluate(() => dispatchEvent(new Event('beforeprint')));
    assert.equal(await paper(), 'rgb(255, 255, 255)');
    assert.ok((await tab.locator('.stage canvas').first().boundingBox()).width <= 680);
    await tab.evaluate(() => dispatchEvent(new Event('afterprint')));
    assert.equal(await paper(), dark);
  });
});
