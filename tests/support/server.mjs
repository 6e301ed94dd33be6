// A server as a process of its own, on a free port of 127.0.0.1, with a data folder that goes with
// it.

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const TOKEN = 'contract-token';

export class Server {
  #folder = mkdtempSync(join(tmpdir(), 'onsale-node-'));
  #log = '';
  #env;
  #flags;

  // One event loop, so that requests that are there together are taken together.
  // `keys`: the content of its --customer-keys.
  static async start({ token = TOKEN, keys, flags = [] } = {}) {
    const server = new Server();
    const keysFile = join(server.#folder, 'keys.json');
    if (keys) writeFileSync(keysFile, keys);
    // On a busy machine a command may wait for longer than it usually may.
    const shedAfter = { ONSALE_SHED_AFTER: '0' };
    server.#env = { ...process.env, ...shedAfter, ...(token && { ONSALE_ADMIN_TOKEN: token }) };
    server.#flags = keys ? ['--customer-keys', keysFile, ...flags] : flags;
    await server.#launch(0);
    return server;
  }

  async #launch(port) {
    // With SIGXFSZ ignored, a file that may not grow is an error of the write: see breakStore().
    const command = 'trap "" XFSZ; exec "$0" "$@"';
    this.#log = '';
    this.process = spawn('/bin/sh', ['-c', command, process.env.ONSALE_BINARY, 'serve',
      '--listen', `127.0.0.1:${port}`, '--data-dir', join(this.#folder, 'data'), '--threads', '1', ...this.#flags],
    { env: this.#env, stdio: ['ignore', 'ignore', 'pipe'] });
    this.ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.port = await this.#listening();
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

  // Ends it in the middle of its work.
  async kill() {
    this.process.kill('SIGKILL');
    await this.ended;
  }

  // After kill(): the same once more, with its data and on its port.
  async startAgain(flags = this.#flags) {
    this.#flags = flags;
    await this.#launch(this.port);
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
