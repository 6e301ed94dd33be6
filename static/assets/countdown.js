// The digits that count down on the server's clock.

import { serverNow } from "./clock.js";
import { element, setText } from "./dom.js";
import { durationParts } from "./format.js";

const UNITS = ["days", "hours", "minutes", "seconds"];

/**
 * Counts down inside `node` to the time it is told, and calls `onZero` once for each such time.
 * It is set by `to(ms)`; null stops and hides it.
 */
export class Countdown {
  constructor(node, onZero) {
    this.node = node;
    this.onZero = onZero;
    this.target = null;
    this.timer = null;
    this.digits = UNITS.map((unit) => {
      const digits = element("span", { className: "digits" });
      node.append(element("span", { className: "unit" }, digits, element("small", {}, unit)));
      return digits;
    });
  }

  to(target) {
    if (target === this.target) return;
    this.target = target;
    this.tick();
  }

  tick() {
    clearTimeout(this.timer);
    const now = serverNow();
    this.node.hidden = this.target === null || now === null;
    if (this.target === null) return;
    if (now === null) {
      this.timer = setTimeout(() => this.tick(), 100);
      return;
    }

    const left = this.target - now;
    this.draw(left);
    if (left <= 0) {
      this.target = null;
      this.node.hidden = true;
      this.onZero();
      return;
    }
    // To the next full second; a long timer may come late after a sleep, so none is longer.
    this.timer = setTimeout(() => this.tick(), Math.max(5, left % 1000 || 1000));
  }

  draw(left) {
    const parts = durationParts(left);
    const firstShown = UNITS.findIndex((unit) => parts[unit] > 0 || unit === "minutes");
    UNITS.forEach((unit, i) => {
      const digits = this.digits[i];
      setText(digits, String(parts[unit]).padStart(i === firstShown && i < 2 ? 1 : 2, "0"));
      digits.parentNode.hidden = i < firstShown;
    });
  }
}
