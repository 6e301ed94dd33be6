import "../styles/base.css";
import "uplot/dist/uPlot.min.css";
import "./plots.css";
import "./report.css";

import { render } from "preact";

import { App } from "./app";
import { followLook } from "./look";
import type { Report } from "./types";
import { sayWhat } from "./words";

const report = JSON.parse(document.getElementById("report")!.textContent!) as Report;
document.title = `${sayWhat(report)}: ${report.verdict.passed ? "passed" : "failed"}`;
document.documentElement.dataset["verdict"] = report.verdict.passed ? "passed" : "failed";
followLook();
render(<App report={report} />, document.getElementById("page")!);
