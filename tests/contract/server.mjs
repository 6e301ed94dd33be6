// A server as a process of its own, on a free port of 127.0.0.1, with a data folder that goes with
// it.

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const TOKEN = 'contract-token';

export class Server {
  #folder = mkdtempSync(join(tmpdir(), 'onsale-contract-'));
  #log = '';

  // One event loop, so that requests that are there together are taken together.
  static async start({ token = TOKEN, flags = [] } = {}) {
    const server = new Server();
    const env = { ...process.env, ...(token && { ONSALE_ADMIN_TOKEN: token }) };
    // With SIGXFSZ ignored, a file that may not grow is an error of the write: see breakStore().
    const command = 'trap "" XFSZ; exec "$0" "$@"';
    server.process = spawn('/bin/sh', ['-c', command, process.env.ONSALE_BINARY, 'serve',
      '--listen', '127.0.0.1:0', '--data-dir', server.#folder, '--threads', '1', ...flags],
    { env, stdio: ['ignore', 'ignore', 'pipe'] });
    server.ended = new Promise((resolve) => server.process.once('exit', resolve));
    server.port = await server.#listening();
    return server;
  }

  #listening() {
    return new Promise((resolve, reject) => {
      this.process.stderr.setEncoding('utf8').on('data', (text) => {
        this.#log += text;
        const found = /event=listening address=127\.0\.0\.1:(\d+) /.exec(this.#log);
        if (found) resolve(Number(found[1]));
      });
      this.process.once('error', reject);
      this.ended.then(() => reject(new Error(`the server does not listen:\n${this.#log}`)));
    });
  }

  pause() {
    this.process.kill('SIGSTOP');
  }

  resume() {
    this.process.kill('SIGCONT');
  }

  // From now on no write to the store succeeds.
  breakStore() {
    execFileSync('prlimit', ['--fsize=0', '--pid', String(this.process.pid)]);
  }

  async stop() {
    this.process.kill('SIGTERM');
    await this.ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
