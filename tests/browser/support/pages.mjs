// Pages in a real browser, and what the tests ask of them. Nothing but 127.0.0.1 can be reached.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { chromium } from 'playwright-core';
import decode from 'qr/decode.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const openBrowser = () => chromium.launch({
  executablePath: process.env.ONSALE_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
});

// Fails when axe finds anything on the page as it is now.
export async function assertAccessible(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run());
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  assert.deepEqual(found, [], `axe on ${page.url()}`);
}

export async function assertFits(page) {
  const { wide, width } = await page.evaluate(() => (
    { wide: document.documentElement.scrollWidth, width: window.innerWidth }));
  assert.ok(wide <= width, `${page.url()} is ${wide} wide on a screen of ${width}`);
}

// What a scanner in front of the screen would read.
export async function scan(page, selector) {
  const picture = await page.locator(selector).screenshot();
  const canvas = await page.context().newPage();
  const { width, height, data } = await canvas.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const surface = new OffscreenCanvas(image.width, image.height).getContext('2d');
    surface.drawImage(image, 0, 0);
    return { width: image.width, height: image.height,
      data: [...surface.getImageData(0, 0, image.width, image.height).data] };
  }, picture.toString('base64'));
  await canvas.close();
  return decode({ width, height, data: Uint8ClampedArray.from(data) });
}
